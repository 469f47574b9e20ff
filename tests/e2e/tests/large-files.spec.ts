import type { Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../harness/cli.ts';
import type { Dispatch } from '../harness/dispatch.ts';
import { FilesPage, folderOf } from '../harness/files.ts';
import { DispatchPage } from '../harness/page.ts';
import { residentBytes, until } from '../harness/processes.ts';
import { SmallDisk } from '../harness/small-disk.ts';
import { expect, test } from '../harness/test.ts';

test.setTimeout(180_000);

const part = 256 * 1024;
const parts = 8193;
const megabyte = 1024 * 1024;

test('a file of two gigabytes is shown in parts, up to its last one, and takes no memory', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const path = join(folderOf(dispatch), 'huge.log');
  huge(path);
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/huge.log`);
  const text = files.pane('huge.log').getByRole('region', { name: 'Text' });
  await expect(text).toContainText('at the start', { timeout: 60_000 });
  const before = await memory(dispatch, page);
  await expect(files.pane('huge.log').getByText('Too large to be edited')).toBeVisible();
  await expect(files.pane('huge.log').locator('.cm-content')).toHaveCount(0);
  await expect(files.pane('huge.log').getByRole('button', { name: 'Save' })).toHaveCount(0);
  await files.pane('huge.log').getByRole('spinbutton').fill(String(parts));
  await files.pane('huge.log').getByRole('spinbutton').press('Enter');
  await expect(text).toContainText('at the end');
  await expect(files.pane('huge.log').getByRole('button', { name: 'Next' })).toBeDisabled();
  for (let back = 0; back < 20; back++) await files.pane('huge.log').getByRole('button', { name: 'Before' }).click();
  await expect(files.pane('huge.log').getByRole('spinbutton')).toHaveValue(String(parts - 20));
  const after = await memory(dispatch, page);
  expect(after.runner - before.runner).toBeLessThan(64 * megabyte);
  expect(after.page - before.page).toBeLessThan(48 * megabyte);
});

test('a file that grows to gigabytes while it is open is not read into the page', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const path = join(folderOf(dispatch), 'a.txt');
  writeFileSync(path, 'line\n'.repeat(20_000));
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/a.txt`);
  await expect(files.text('a.txt')).toContainText('line', { timeout: 60_000 });
  const before = await memory(dispatch, page);
  await files.text('a.txt').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('mine ');
  truncateSync(path, 2048 * megabyte);
  await page.getByRole('button', { name: 'Compare' }).click({ timeout: 30_000 });
  await expect(page.getByText('too large to be compared')).toBeVisible();
  await expect(files.text('a.txt')).toContainText('mine line');
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await expect(files.pane('a.txt').getByText('Too large to be edited')).toBeVisible();
  await expect(files.pane('a.txt').getByRole('region', { name: 'Text' })).toContainText('line');
  const after = await memory(dispatch, page);
  expect(after.page - before.page).toBeLessThan(48 * megabyte);

  // And back: it can be edited again once it is small.
  writeFileSync(path, 'small\n');
  await page.reload();
  await expect(files.text('a.txt')).toContainText('small', { timeout: 60_000 });
});

test('after more changes than the system tells of the tree is equal to the disk', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  const inner = folderOf(dispatch, 'inner');
  writeFileSync(join(home, 'a.txt'), 'one\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/a.txt`);
  await expect(files.text('a.txt')).toContainText('one', { timeout: 60_000 });
  await files.open();
  await files.item('inner').click();
  await expect(files.item('inner')).toHaveAttribute('aria-expanded', 'true');
  const most = Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));
  // A runner that hears nothing for a while.
  process.kill(dispatch.pid('runner'), 'SIGSTOP');
  try {
    for (let number = 0; number < most; number++) {
      const path = join(inner, `f${number}`);
      writeFileSync(path, '');
      if (number > 50) rmSync(path);
    }
    rmSync(inner, { recursive: true });
    folderOf(dispatch, 'inner');
    for (const name of ['x', 'y', 'z']) writeFileSync(join(inner, name), '');
    writeFileSync(join(home, 'a.txt'), 'two\n');
  } finally {
    process.kill(dispatch.pid('runner'), 'SIGCONT');
  }
  const shown = () =>
    files.tree
      .locator('[data-path]')
      .evaluateAll((items) =>
        items.map((item) => item.getAttribute('data-path')).filter((path) => path?.includes('/')),
      );
  await expect.poll(shown, { timeout: 60_000 }).toEqual(['inner/x', 'inner/y', 'inner/z']);
  await expect(files.text('a.txt')).toContainText('two', { timeout: 30_000 });

  // What came in the place of a folder that went unnoticed is watched as that one was.
  rmSync(join(inner, 'y'));
  await expect.poll(shown, { timeout: 30_000 }).toEqual(readdirSync(inner).map((name) => `inner/${name}`));
});

test('where the system watches no more folders it is said, and changes are seen a little later', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const few = ['-Ur', 'sh', '-c', 'echo 2 > /proc/sys/user/max_inotify_watches && exec "$@"', 'sh'];
  const { status, stderr } = spawnSync('unshare', [...few, 'true'], { encoding: 'utf8' });
  test.skip(status !== 0, `No small limit of watches can be set here: ${stderr}`);
  await dispatch.ok('stop', '--all', '--yes');
  const start = [resolve(root, 'dispatch'), 'start', '--port', String(dispatch.port)];
  const started = await dispatch.run([...few, ...start], { program: 'unshare' });
  expect(started.code, started.stderr).toBe(0);
  for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(folderOf(dispatch, name), 'one'), '');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await files.open();
  for (const name of ['a', 'b', 'c', 'd']) await files.item(name).click();
  await expect(page.getByText('fs.inotify.max_user_watches').first()).toBeVisible({ timeout: 30_000 });
  for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(folderOf(dispatch, name), 'two'), '');
  for (const name of ['a', 'b', 'c', 'd']) await expect(files.item(`${name}/two`)).toBeVisible({ timeout: 15_000 });
});

test('what a disk takes no more is said where it is saved, and saved once it can be', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.skip(!SmallDisk.allowed(), 'Nothing can be mounted here, so there is no disk that takes nothing.');
  const small = join(folderOf(dispatch), 'small');
  const disk = SmallDisk.mount(small, 2);
  try {
    writeFileSync(join(small, 'a.txt'), 'one\n');
    const { page } = await DispatchPage.signedIn(dispatch, browser);
    const files = new FilesPage(page);
    const pane = files.pane('small/a.txt');
    await page.goto(`${dispatch.url}/w/default/f/small/a.txt`);
    await expect(files.text('small/a.txt')).toContainText('one', { timeout: 60_000 });
    await files.text('small/a.txt').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('mine ');
    disk.setReadOnly(true);
    await page.keyboard.press('Control+s');
    await expect(pane.getByText("is on a disk that can't be written to")).toBeVisible();
    disk.setReadOnly(false);
    disk.leave(0);
    await pane.getByRole('button', { name: 'Try again' }).click();
    await expect(pane.getByText('There is no room on the disk')).toBeVisible();
    expect(readFileSync(join(small, 'a.txt'), 'utf8')).toBe('one\n');
    await expect(files.text('small/a.txt')).toContainText('mine one');
    disk.free();
    await pane.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => readFileSync(join(small, 'a.txt'), 'utf8')).toBe('mine one\n');
    await expect(pane.getByText('There is no room on the disk')).toBeHidden();
  } finally {
    disk.unmount();
  }
});

/** Text at both ends, and between them a hole that takes no room. */
function huge(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, 'at the start\n'.padEnd(part, 'text\n'));
  ftruncateSync(file, (parts - 1) * part);
  writeSync(file, 'more\n'.repeat(1000) + 'at the end\n', (parts - 1) * part);
  closeSync(file);
}

async function memory(dispatch: Dispatch, page: Page): Promise<{ runner: number; page: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  await until(async () => dispatch.api.ready(), 'the runner');
  return {
    runner: residentBytes(dispatch.pid('runner')),
    page: metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value,
  };
}
