import type { FileEntry, FolderListing } from '$api/types';
import { describe, expect, it, vi } from 'vitest';
import { FileTree, type Row } from '../../src/features/files/file-tree.svelte';
import { freeName, movedPath } from '../../src/features/files/paths';
import { windowed } from '../../src/features/files/windowed';

function entry(name: string, kind: FileEntry['kind'] = 'file', more: Partial<FileEntry> = {}): FileEntry {
  return { name, kind, size: 1, modified: '2026-11-30T10:00:00Z', mode: 420, ...more };
}

/** A runner whose disk is a map. */
function runner(folders: Record<string, FileEntry[]>) {
  const list = vi.fn((path: string, after?: string, limit = 200): Promise<FolderListing> => {
    const all = folders[path];
    if (!all) return Promise.reject(Object.assign(new Error(`There is no folder ${path}.`), { status: 404 }));
    const from = after === undefined ? 0 : all.findIndex(({ name }) => name === after) + 1;
    const entries = all.slice(from, from + limit);
    const next = from + limit < all.length ? entries.at(-1)?.name : undefined;
    return Promise.resolve({ path, entries, total: all.length, next });
  });
  return { list, folders };
}

function drawn(rows: readonly Row[]): string[] {
  return rows.map((row) => {
    const indent = '  '.repeat(row.level - 1);
    if (row.is === 'entry') return indent + row.entry.name + (row.opened === undefined ? '' : row.opened ? ' v' : ' >');
    return `${indent}(${row.is})`;
  });
}

async function opened(folders: Record<string, FileEntry[]>, ...paths: string[]) {
  const gateway = runner(folders);
  const shows = vi.fn();
  const tree = new FileTree(gateway, shows);
  await tree.load();
  for (const path of paths) await tree.open(path);
  return { tree, gateway, shows };
}

const some = {
  '': [entry('src', 'folder'), entry('docs', 'link', { linksTo: 'folder' }), entry('a.txt')],
  src: [entry('in', 'folder'), entry('b.cs')],
  'src/in': [],
  docs: [entry('c.md')],
};

describe('the tree of files', () => {
  it('reads a folder when it is opened, and no other', async () => {
    const { tree, gateway, shows } = await opened(some, 'src', 'src/in');
    expect(drawn(tree.rows)).toEqual(['src v', '  in v', '    (note)', '  b.cs', 'docs >', 'a.txt']);
    expect(gateway.list.mock.calls.map(([path]) => path)).toEqual(['', 'src', 'src/in']);
    expect(shows).toHaveBeenLastCalledWith(['', 'src', 'src/in']);

    tree.close('src');
    expect(drawn(tree.rows)).toEqual(['src >', 'docs >', 'a.txt']);
    expect(shows).toHaveBeenLastCalledWith(['']);
  });

  it('shows the first of very many, and more when that is asked for', async () => {
    const many = Array.from({ length: 3000 }, (_, number) => entry(`file-${String(number).padStart(4, '0')}`));
    const { tree } = await opened({ '': many });
    expect(tree.rows).toHaveLength(201);
    expect(tree.rows.at(-1)).toMatchObject({ is: 'more', left: 2800 });
    await tree.more('');
    expect(tree.rows.at(-1)).toMatchObject({ is: 'more', left: 1800 });

    // What one looks at is still there after something changed.
    await tree.refresh(['']);
    expect(tree.rows).toHaveLength(1201);
  });

  it('opens the way to a file, however far down a list it is', async () => {
    const many = Array.from({ length: 2500 }, (_, number) => entry(`f${String(number).padStart(4, '0')}`));
    const { tree } = await opened({ '': [entry('src', 'folder')], src: [entry('deep', 'folder')], 'src/deep': many });
    await tree.reveal('src/deep/f2400');
    expect(tree.selected).toBe('src/deep/f2400');
    expect(tree.entryOf('src/deep/f2400')).toBeDefined();
  });

  it('forgets what is gone, and what was open in it', async () => {
    const { tree, gateway } = await opened({ ...some }, 'src', 'src/in');
    gateway.folders[''] = [entry('a.txt')];
    delete gateway.folders.src;
    await tree.refresh();
    expect(drawn(tree.rows)).toEqual(['a.txt']);
    expect(tree.isOpen('src/in')).toBe(false);
  });

  it('keeps what was open and chosen under the new name of a folder', async () => {
    const { tree, gateway } = await opened({ ...some }, 'src', 'src/in');
    tree.select('src/b.cs');
    gateway.folders[''] = [entry('lib', 'folder')];
    gateway.folders.lib = [entry('in', 'folder'), entry('b.cs')];
    gateway.folders['lib/in'] = [];
    tree.moved('src', 'lib');
    await tree.refresh();
    expect(drawn(tree.rows)).toEqual(['lib v', '  in v', '    (note)', '  b.cs']);
    expect(tree.selected).toBe('lib/b.cs');
  });

  it('takes the answer that was asked for last', async () => {
    const answers: ((listing: FolderListing) => void)[] = [];
    const tree = new FileTree({ list: () => new Promise((answer) => answers.push(answer)) });
    const [first, second] = [tree.load(), tree.refresh([''])];
    answers[1]?.({ path: '', entries: [entry('new')], total: 1 });
    await second;
    answers[0]?.({ path: '', entries: [entry('old')], total: 1 });
    await first;
    expect(drawn(tree.rows)).toEqual(['new']);
  });

  it('says in its place what could not be read', async () => {
    const { tree, gateway } = await opened(some);
    gateway.list.mockRejectedValueOnce(new Error('No permission to read src.'));
    await tree.open('src');
    expect(tree.rows[1]).toMatchObject({ is: 'failed', problem: 'No permission to read src.' });
    await tree.open('src');
    expect(drawn(tree.rows)).toContain('  b.cs');
  });
});

it('of a long list only what is seen is drawn', () => {
  expect(windowed(100_000, 26, 26_000, 520)).toEqual([988, 1032]);
  expect(windowed(3, 26, 0, 520)).toEqual([0, 3]);
  expect(windowed(10, 26, 9_999, 520)).toEqual([0, 10]);
});

it('a copy has a name that is free', () => {
  const copyOf = (base: string, number: number) => (number === 1 ? `${base} copy` : `${base} copy ${number}`);
  const taken =
    (...names: string[]) =>
    (name: string) =>
      names.includes(name);
  expect(freeName('a.txt', taken(), copyOf)).toBe('a.txt');
  expect(freeName('a.txt', taken('a.txt', 'a copy.txt'), copyOf)).toBe('a copy 2.txt');
  expect(freeName('.env', taken('.env'), copyOf)).toBe('.env copy');
});

it('what is in a folder goes along with it', () => {
  expect(movedPath('src/a', 'src', 'lib')).toBe('lib/a');
  expect(movedPath('src', 'src', 'lib')).toBe('lib');
  expect(movedPath('srcs/a', 'src', 'lib')).toBeUndefined();
});
