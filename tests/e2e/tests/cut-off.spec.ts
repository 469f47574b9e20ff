import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatch } from '../harness/dispatch.ts';
import { folderOf } from '../harness/files.ts';
import { crash, until } from '../harness/processes.ts';
import { SmallDisk } from '../harness/small-disk.ts';
import { expect, test } from '../harness/test.ts';

/** What is killed in the middle of something: afterwards there is what was before or what was to be, and nothing between. */
test.setTimeout(180_000);

type Part = 'server' | 'runner';
type Workspace = { id: string; name: string; folder: string };

const files = '/api/workspaces/default/files';
const many = 8000;
const folders = 40;

for (const part of ['server', 'runner'] as const) {
  test(`a save in the middle of which the ${part} is killed leaves the old text or the new one`, async ({
    ownDispatch: dispatch,
  }) => {
    const home = folderOf(dispatch);
    const [old, next] = ['old ', 'new '].map((word) => Buffer.alloc(24_000_000, word));
    writeFileSync(join(home, 'large.txt'), old!);
    // Half of it came: the rest never does.
    const half = new AbortController();
    const sent = save(
      dispatch,
      new ReadableStream({
        async pull(stream) {
          stream.enqueue(next!.subarray(0, 12_000_000));
          await until(() => half.signal.aborted, 'the kill', 60_000);
          stream.error(new Error('cut off'));
        },
      }),
    );
    await until(() => held(dispatch, home) > 8_000_000, 'the runner to have some of it');
    await kill(dispatch, part);
    half.abort();
    await sent;
    expect(readFileSync(join(home, 'large.txt')).equals(old!)).toBe(true);
    expect(readdirSync(home)).toEqual(['large.txt']);
    await until(() => held(dispatch, home) === 0, 'what came of it to be gone');

    // And at moments that nobody chose.
    for (const wait of [5, 25, 60, 120]) {
      const saving = save(dispatch, next!);
      await delay(wait);
      await kill(dispatch, part);
      await saving;
      await until(() => held(dispatch, home) === 0, 'the end of what was begun');
      const now = readFileSync(join(home, 'large.txt'));
      expect(now.equals(old!) || now.equals(next!), `after ${wait} ms`).toBe(true);
      expect(await listed(dispatch)).toEqual(['large.txt']);
    }
  });

  test(`a deletion in the middle of which the ${part} is killed has all of a folder here or in the trash`, async ({
    ownDispatch: dispatch,
  }) => {
    test.skip(
      !SmallDisk.allowed(),
      'Nothing can be mounted here, and only onto another disk does a deletion take time.',
    );
    const small = join(folderOf(dispatch), 'small');
    const disk = SmallDisk.mount(small, 128);
    try {
      fill(join(small, 'all'));
      const whole = tree(join(small, 'all'));
      // As it begins, while it is copied, and while what was copied is taken away.
      for (const moment of [
        () => true,
        () => filesIn(join(dispatch.data, 'workspaces/default/trash')) > many / 3,
        () => foldersIn(join(small, 'all')) < folders,
      ]) {
        const deleting = dispatch.api.fetch('POST', `${files}/trash`, { paths: ['small/all'] }).catch(() => undefined);
        await until(moment, 'its moment', 60_000);
        await kill(dispatch, part);
        await deleting;
        await until(() => !copying(dispatch, small, part), 'the end of what was begun', 60_000);
        const { items } = await dispatch.api.get<{ items: { id: string; paths: string[] }[] }>(`${files}/trash`);
        if (existsSync(join(small, 'all'))) {
          expect(tree(join(small, 'all'))).toEqual(whole);
          expect(items).toEqual([]);
          expect(filesIn(join(dispatch.data, 'workspaces/default/trash'))).toBe(0);
        } else {
          expect(items).toHaveLength(1);
          const restored = await dispatch.api.fetch('POST', `${files}/trash/${items[0]!.id}/restore`);
          expect(restored.status, await restored.text()).toBe(200);
          expect(tree(join(small, 'all'))).toEqual(whole);
        }
        expect(await listed(dispatch, 'small')).toEqual(['all']);
      }
    } finally {
      disk.unmount();
    }
  });

  test(`a workspace that is removed while the ${part} is killed is there with its folder, or neither is`, async ({
    ownDispatch: dispatch,
  }) => {
    for (const moment of ['begin', 'aside'] as const) {
      const place = join(dispatch.folder, `work-${moment}`);
      mkdirSync(place);
      const folder = join(place, 'project');
      const made = await make(dispatch, folder);
      fill(folder);
      const whole = tree(folder);
      const preview = await dispatch.api.get<{ token: string }>(`/api/workspaces/${made.id}/removal`);
      const query = new URLSearchParams({ confirm: preview.token, deleteFolder: folder });
      const removing = dispatch.api.fetch('DELETE', `/api/workspaces/${made.id}?${query}`).catch(() => undefined);
      if (moment === 'aside') await until(() => !existsSync(folder), 'the folder to be put aside', 60_000);
      await kill(dispatch, part);
      await removing;
      await until(() => readdirSync(place).every((name) => !name.startsWith('.')), 'the rest to be gone', 60_000);
      const there = await workspaces(dispatch);
      if (there.some(({ id }) => id === made.id)) expect(tree(folder)).toEqual(whole);
      else {
        await until(() => readdirSync(place).length === 0, 'the folder to be gone', 60_000);
        expect(readdirSync(join(dispatch.data, 'workspaces')).filter((name) => name.includes(made.id))).toEqual([]);
      }
      expect(noted(dispatch)).toEqual([]);
    }
  });

  test(`a clone in the middle of which the ${part} is killed is whole or nothing, and no git goes on without a runner`, async ({
    ownDispatch: dispatch,
  }) => {
    const source = slowRepository(dispatch);
    const place = join(dispatch.folder, 'clones');
    mkdirSync(place);
    const answer = await dispatch.api.fetch('POST', '/api/workspaces/clones', {
      url: `file://${source}`,
      folder: join(place, 'copy'),
    });
    expect(answer.status, await answer.clone().text()).toBeLessThan(300);
    const { id } = (await answer.json()) as { id: string };
    await until(() => existsSync(join(dispatch.home, 'half')), 'half of it to be here', 60_000);
    expect(gits(dispatch).length).toBeGreaterThan(0);
    expect(readdirSync(place)).toEqual([expect.stringMatching(/^\.copy\.dispatch-clone-/)]);

    await kill(dispatch, part);
    if (part === 'runner') {
      await until(() => readdirSync(place).length === 0, 'what came of it to be gone', 60_000);
      await until(() => gits(dispatch).length === 0, 'the end of git');
      expect((await workspaces(dispatch)).map((workspace) => workspace.id)).toEqual(['default']);
    } else {
      writeFileSync(join(dispatch.home, 'go'), '');
      await until(
        async () => (await dispatch.api.get<{ state: string }>(`/api/workspaces/clones/${id}`)).state === 'done',
        'the clone',
        60_000,
      );
      expect(readdirSync(place)).toEqual(['copy']);
      expect(readFileSync(join(place, 'copy/large'))).toEqual(readFileSync(join(source, 'large')));
      expect((await workspaces(dispatch)).map((workspace) => workspace.folder)).toContain(join(place, 'copy'));
    }
    expect(gits(dispatch)).toEqual([]);
    expect(noted(dispatch)).toEqual([]);
  });
}

async function kill(dispatch: Dispatch, part: Part): Promise<void> {
  const pid = dispatch.pid(part);
  await crash(pid);
  if (part === 'server') await dispatch.start();
  else await dispatch.runnerAfter(pid);
}

/** Whatever becomes of it. */
async function save(dispatch: Dispatch, body: Buffer | ReadableStream): Promise<void> {
  await fetch(`${dispatch.url}${files}/content?path=large.txt`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${dispatch.key}`, 'content-type': 'application/octet-stream' },
    body,
    duplex: 'half',
  } as RequestInit).then(
    (response) => response.text(),
    () => undefined,
  );
}

/** Bytes of files below a folder that have no name, and are written by the runner. */
function held(dispatch: Dispatch, folder: string): number {
  const of = `/proc/${dispatch.pid('runner')}/fd`;
  let bytes = 0;
  for (const fd of existsSync(of) ? readdirSync(of) : [])
    try {
      const { nlink, size } = statSync(`${of}/${fd}`);
      if (nlink === 0 && readlinkSync(`${of}/${fd}`).startsWith(`${folder}/`)) bytes += size;
    } catch {
      // closed meanwhile
    }
  return bytes;
}

async function listed(dispatch: Dispatch, path = ''): Promise<string[]> {
  const { entries } = await dispatch.api.get<{ entries: { name: string }[] }>(`${files}?path=${path}`);
  return entries.map(({ name }) => name);
}

function fill(folder: string): void {
  for (let number = 0; number < many; number++) {
    const inner = join(folder, `${number % folders}`);
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, `file-${number}`), `${number}\n`);
  }
}

/** All that is in it, with what the files say. */
function tree(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

/** A cheap look: what is sought is a moment. */
function foldersIn(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return 0;
  }
}

function filesIn(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('file-')).length;
  } catch {
    // something of it is gone at this moment
    return existsSync(folder) ? many : 0;
  }
}

/** A runner that lives finishes or takes back what it began; of one that was killed nothing goes on. */
function copying(dispatch: Dispatch, small: string, killed: Part): boolean {
  const hidden = readdirSync(small).some((name) => name.startsWith('.dispatch-'));
  const here = existsSync(join(small, 'all'));
  return killed === 'server' && (hidden || (here && filesIn(join(dispatch.data, 'workspaces/default/trash')) > 0));
}

/** What the next runner would have to take away. */
function noted(dispatch: Dispatch): string[] {
  const notes = join(dispatch.data, 'workspaces', '.leftovers');
  return existsSync(notes) ? readdirSync(notes) : [];
}

async function make(dispatch: Dispatch, folder: string): Promise<Workspace> {
  const answer = await dispatch.api.fetch('POST', '/api/workspaces', { name: 'project', folder });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  return (await answer.json()) as Workspace;
}

async function workspaces(dispatch: Dispatch): Promise<Workspace[]> {
  return (await dispatch.api.get<{ items: Workspace[] }>('/api/workspaces')).items;
}

function gits(dispatch: Dispatch): string[] {
  return dispatch
    .processes()
    .map(({ command }) => command)
    .filter((command) => command.includes('git') || command.includes('slow-pack'));
}

/** Of a size that git has half of it, with what serves it waiting there until it may go on. */
function slowRepository(dispatch: Dispatch): string {
  const source = join(dispatch.folder, 'source');
  mkdirSync(source);
  const noise = Buffer.alloc(3_000_000);
  for (let at = 0, seed = 7; at < noise.length; at++) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    noise[at] = seed >>> 16;
  }
  writeFileSync(join(source, 'large'), noise);
  const git = (...args: string[]) => {
    const { status, stderr } = spawnSync('git', ['-C', source, ...args], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'one');
  const hook = join(dispatch.home, 'slow-pack');
  writeFileSync(
    hook,
    `#!/bin/sh
"$@" > ${dispatch.home}/pack || exit
head -c 1500000 ${dispatch.home}/pack
: > ${dispatch.home}/half
while [ ! -e ${dispatch.home}/go ]; do sleep 0.05; done
tail -c +1500001 ${dispatch.home}/pack
`,
  );
  chmodSync(hook, 0o755);
  writeFileSync(join(dispatch.home, '.gitconfig'), `[uploadpack]\n\tpackObjectsHook = ${hook}\n`);
  return source;
}
