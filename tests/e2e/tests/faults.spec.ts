import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { root, runProgram, type Outcome } from '../harness/cli.ts';
import { Dispatch } from '../harness/dispatch.ts';
import { DispatchPage } from '../harness/page.ts';
import { until } from '../harness/processes.ts';
import { SmallDisk } from '../harness/small-disk.ts';
import { expect, test as base } from '../harness/test.ts';

const test = base.extend<{ stopped: Dispatch }>({
  /** Nothing runs, and nothing must run in the end. */
  stopped: async ({}, use) => {
    const dispatch = await Dispatch.prepare();
    await use(dispatch);
    const left = dispatch.processes().map(({ command }) => command);
    dispatch.discard();
    expect(left).toEqual([]);
  },
});

test('a port that is taken is named, and nothing is started @core', async ({ stopped }) => {
  const other = createServer().listen(stopped.port, '127.0.0.1');
  try {
    expectOneLine(await stopped.run(['start', '--port', String(stopped.port)]), String(stopped.port));
    expect(stopped.processes()).toEqual([]);
  } finally {
    other.close();
  }
});

test('a data folder that is a file is named @core', async ({ stopped }) => {
  const file = join(stopped.folder, 'file');
  writeFileSync(file, 'kept');
  expectOneLine(await stopped.run(['start', '--port', String(stopped.port), '--data', file]), file);
  expect(readFileSync(file, 'utf8')).toBe('kept');
});

test('a data folder that can not be made is named', async ({ stopped }) => {
  expectOneLine(
    await stopped.run(['start', '--port', String(stopped.port), '--data', '/proc/dispatch']),
    '/proc/dispatch',
  );
});

test('a data folder whose path is too long for a socket is named', async ({ stopped }) => {
  const folder = join(stopped.folder, 'x'.repeat(60), 'y'.repeat(60));
  expectOneLine(await stopped.run(['start', '--port', String(stopped.port), '--data', folder]), 'y'.repeat(60));
});

test('a data folder that became read-only is named with what to do, and is as it was when it can be written again', async () => {
  test.skip(!SmallDisk.allowed(), 'Nothing can be mounted here.');
  test.slow();
  const dispatch = await Dispatch.prepare();
  const disk = SmallDisk.mount(dispatch.data, 256);
  try {
    await dispatch.start();
    const { id } = await dispatch.api.create({ command: ['echo', 'kept'] });
    await (await dispatch.attach(id)).exit();
    await dispatch.ok('stop', '--all', '--yes');

    disk.setReadOnly(true);
    const refused = await dispatch.run(['start', '--port', String(dispatch.port)]);
    expectOneLine(refused, `The data folder ${dispatch.data} can't be written`);
    expect(refused.stderr).toContain('--data DIR');
    expect(dispatch.processes()).toEqual([]);

    disk.setReadOnly(false);
    await dispatch.start();
    expect((await dispatch.ok('output', id)).stdout).toBe('kept\n');
    expect((await dispatch.run(['db', 'verify'])).code).toBe(0);
  } finally {
    disk.setReadOnly(false);
    await dispatch.run(['stop', '--all', '--yes']);
    disk.unmount();
    await dispatch.stop();
  }
});

for (const args of [
  ['send', 'nosuch', 'hello'],
  ['output', 'nosuch'],
  ['wait', 'nosuch'],
  ['rename', 'nosuch', 'new'],
  ['kill', 'nosuch'],
]) {
  test(`dispatch ${args[0]} names a session that is not there @core`, async ({ dispatch }) => {
    expectOneLine(await dispatch.run(args), 'nosuch');
  });
}

test('a command that is not found is named, and nothing is half-made @core', async ({ dispatch }) => {
  const before = await dispatch.api.list();
  expectOneLine(await dispatch.run(['new', '--', 'no-such-command']), 'no-such-command');
  await expectNothingHalfMade(dispatch, before.length);
});

test('a folder that is missing is named, and nothing is half-made', async ({ dispatch }) => {
  const before = await dispatch.api.list();
  expectOneLine(await dispatch.run(['new', '--cwd', '/no/such/folder']), '/no/such/folder');
  await expectNothingHalfMade(dispatch, before.length);
});

test('without a server every command says so @core', async ({ stopped }) => {
  mkdirSync(stopped.data);
  for (const args of [['ls'], ['new'], ['output', 'x'], ['open']])
    expectOneLine(await stopped.run(args), 'dispatch start');
});

test('a runner that hangs is told from one that ended, and its shells outlive it', async ({
  ownDispatch: dispatch,
}) => {
  test.slow();
  const session = await dispatch.api.create({ command: ['cat'] });
  const runner = dispatch.pid('runner');
  process.kill(runner, 'SIGSTOP');
  try {
    const refused = await dispatch.run(['new', '--', 'cat'], { timeout: 60_000 });
    expectOneLine(refused, 'The runner hangs (nothing came for 15 s)');
  } finally {
    // The server may have ended it by now: a hung runner is ended before the next starts.
    if (dispatch.pid('runner') === runner) process.kill(runner, 'SIGCONT');
  }

  await until(() => dispatch.api.ready(), 'the runner to answer again', 30_000);
  expect(await dispatch.api.session(session.id)).toMatchObject({ state: 'running', pid: session.pid });
});

for (const [name, path] of [
  ['server', 'server.db'],
  ['log', 'workspaces/default/log.db'],
] as const) {
  test(`a corrupted ${name} database is named and left as it is`, async ({ ownDispatch: dispatch }) => {
    const file = join(dispatch.data, path);
    await dispatch.ok('stop', '--all', '--yes');
    const before = readFileSync(file);
    const corrupted = Buffer.concat([Buffer.from('this is no database'), before.subarray(19)]);
    writeFileSync(file, corrupted);

    expectOneLine(await dispatch.run(['start', '--port', String(dispatch.port)]), file);
    expect(readFileSync(file).equals(corrupted)).toBe(true);
    expect(dispatch.processes()).toEqual([]);

    writeFileSync(file, before);
    await dispatch.start();
  });

  test(`a ${name} database of a newer version is named and left as it is`, async ({ ownDispatch: dispatch }) => {
    const file = join(dispatch.data, path);
    await dispatch.ok('stop', '--all', '--yes');
    const before = readFileSync(file);
    makeNewer(file);
    const newer = readFileSync(file);

    expectOneLine(await dispatch.run(['start', '--port', String(dispatch.port)]), file);
    expect(readFileSync(file).equals(newer)).toBe(true);
    expect(dispatch.processes()).toEqual([]);

    writeFileSync(file, before);
    await dispatch.start();
  });
}

test("a home folder's workspace whose log is damaged is told of with its reason, and another one is worked in", async ({
  ownDispatch: dispatch,
  browser,
}) => {
  await dispatch.ok('workspace', 'new', 'shop', '--folder', join(dispatch.folder, 'shop'));
  await dispatch.ok('stop', '--all', '--yes');
  const log = join(dispatch.data, 'workspaces/default/log.db');
  const before = readFileSync(log);
  writeFileSync(log, Buffer.concat([Buffer.from('this is no database'), before.subarray(19)]));
  await dispatch.start();
  expect((await dispatch.ok('status')).stdout).toContain(log);
  expect((await dispatch.ok('workspace', 'ls')).stdout).toMatch(/default +Home +broken .*can't be opened/);
  expect((await dispatch.ok('new', '-w', 'shop', '--', 'true')).code).toBe(0);

  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await expect(page.getByText("The workspace 'default' can't be opened").first()).toBeVisible();
  await page.getByRole('button', { name: 'Home', exact: true }).click();
  await expect(page.getByRole('menuitem', { name: /Home.*can't be opened/ })).toBeDisabled();
  await page.getByRole('menuitem', { name: 'shop', exact: true }).click();
  await expect(page.getByRole('button', { name: 'shop', exact: true })).toBeVisible();
  const opened = new DispatchPage(page);
  await opened.newTerminal.click();
  await expect(opened.screen).toContainText(/[#$]/, { timeout: 30_000 });

  await dispatch.ok('stop', '--all', '--yes');
  writeFileSync(log, before);
  await dispatch.start();
  expect((await dispatch.ok('workspace', 'ls')).stdout).toMatch(/default +Home +open/);
});

test('started with SIGCHLD ignored it refuses instead of losing its children', async ({ stopped }) => {
  const outcome = await runProgram(
    'bash',
    ['-c', `trap '' CHLD; exec '${root}/dispatch' start --port ${stopped.port}`],
    {
      env: stopped.environment,
    },
  );
  expectOneLine(outcome, 'SIGCHLD');
});

test('a PostgreSQL that can not be reached is named', async ({ stopped }) => {
  const database = 'Host=127.0.0.1;Port=1;Username=nobody;Database=none';
  expectOneLine(await stopped.run(['start', '--port', String(stopped.port), '--database', database]), '127.0.0.1');
});

test('an open door without a lock is refused @core', async ({ stopped }) => {
  expectOneLine(await stopped.run(['start', '--port', String(stopped.port), '--bind', '0.0.0.0']), '--tls-cert');
});

test('a wrong use is told apart from a failure @core', async ({ stopped }) => {
  expect((await stopped.run(['nonsense'])).code).toBe(2);
  expect((await stopped.run(['start', '--port', 'many'])).code).toBe(2);
});

function expectOneLine({ code, stdout, stderr }: Outcome, named: string) {
  expect({ code, lines: stderr.trimEnd().split('\n').length }, `${stderr}${stdout}`).toEqual({ code: 1, lines: 1 });
  expect(stderr).toContain(named);
  expect(stderr).not.toMatch(/Exception|^\s+at /m);
}

async function expectNothingHalfMade(dispatch: Dispatch, before: number) {
  const made = (await dispatch.api.list()).slice(before);
  expect(made.filter(({ state, reason }) => state !== 'failed' || !reason)).toEqual([]);
}

/** What a newer version of Dispatch would leave behind. */
function makeNewer(file: string) {
  expect(existsSync(file)).toBe(true);
  const database = new DatabaseSync(file);
  database.exec(
    file.endsWith('log.db')
      ? 'PRAGMA user_version = 9999'
      : "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (9999, 'newer', '', 0)",
  );
  database.close();
}
