import type { SearchLine } from '$api/types';
import { ApiError } from '$api/problem';
import { describe, expect, it, vi } from 'vitest';
import { Search } from '../../src/features/files/search.svelte';
import { Uploads } from '../../src/features/files/uploads.svelte';
import { candidates, PathLinks } from '../../src/features/files/path-links';
import { pathsIn } from '../../src/features/terminal/path-links';
import { FakeClock } from '../support/fake-clock';
import { memoryStore } from '../support/memory-store';

const details = (path: string) => ({
  path,
  name: path,
  kind: 'file' as const,
  size: 1,
  modified: '',
  mode: 420,
  revision: 'r1',
});

/** A runner that keeps what it is sent. */
function receiving() {
  const kept = new Map<string, number>();
  const begun = new Map<string, { path: string; offset: number; size: number }>();
  const folders = new Set<string>();
  return {
    kept,
    begun,
    folders,
    makeFolder: vi.fn((path: string) => {
      if (folders.has(path)) return Promise.reject(new ApiError(409, 'file.exists', 'It is there.'));
      folders.add(path);
      return Promise.resolve(details(path));
    }),
    write: vi.fn((path: string, bytes: Blob) => {
      kept.set(path, bytes.size);
      return Promise.resolve(details(path));
    }),
    beginUpload: vi.fn((path: string, size: number) => {
      const id = `u${begun.size + 1}`;
      begun.set(id, { path, offset: 0, size });
      return Promise.resolve({ id, path, offset: 0, size });
    }),
    upload: vi.fn((id: string) => {
      const one = begun.get(id);
      return one ? Promise.resolve({ id, ...one }) : Promise.reject(new ApiError(404, 'upload.not-found', 'Gone.'));
    }),
    appendUpload: vi.fn((id: string, offset: number, bytes: Blob) => {
      const one = begun.get(id);
      if (!one || one.offset !== offset) return Promise.reject(new ApiError(409, 'upload.offset', 'Another offset.'));
      one.offset += bytes.size;
      return Promise.resolve({ id, ...one });
    }),
    finishUpload: vi.fn((id: string) => {
      const one = begun.get(id);
      kept.set(one?.path ?? '', one?.offset ?? 0);
      return Promise.resolve(details(one?.path ?? ''));
    }),
    dropUpload: vi.fn((id: string) => {
      begun.delete(id);
      return Promise.resolve();
    }),
  };
}

const fileOf = (name: string, size: number) => new File([new Uint8Array(size)], name, { lastModified: 1 });
const large = 9 * 1024 * 1024;

describe('uploads', () => {
  const start = (gateway = receiving(), store = memoryStore()) => {
    const clock = new FakeClock();
    const arrived = vi.fn();
    return { gateway, clock, arrived, store, uploads: new Uploads(gateway, clock, store, arrived) };
  };

  it('sends small files whole and large ones in parts, two at a time', async () => {
    const { uploads, gateway, arrived } = start();
    uploads.add(
      [
        { file: fileOf('a', 10), path: 'in/a' },
        { file: fileOf('b', large), path: 'in/b' },
        { file: fileOf('c', 3), path: 'in/c' },
      ],
      'src',
    );
    expect(uploads.items.map(({ state }) => state)).toEqual(['sending', 'sending', 'waiting']);
    await vi.waitFor(() => expect(uploads.busy).toBe(false));
    expect([...gateway.kept].sort()).toEqual([
      ['src/in/a', 10],
      ['src/in/b', large],
      ['src/in/c', 3],
    ]);
    expect(gateway.appendUpload).toHaveBeenCalledTimes(3);
    expect(gateway.makeFolder).toHaveBeenCalledTimes(1);
    expect(arrived).toHaveBeenCalledTimes(3);
    expect(uploads.progress).toBe(1);
  });

  it('makes the folders that are uploaded, each once, and takes those that are there', async () => {
    const { uploads, gateway } = start();
    gateway.folders.add('top/there');
    uploads.add(
      ['there/a', 'there/b', 'new/in/c', 'new/in/d'].map((path) => ({ file: fileOf(path, 1), path })),
      'top',
    );
    await vi.waitFor(() => expect(uploads.busy).toBe(false));
    expect(gateway.makeFolder.mock.calls).toEqual([['top/there'], ['top/new/in']]);
    expect(gateway.kept.size).toBe(4);
  });

  it('goes on where it was cut off, as the other side knows it', async () => {
    const { uploads, gateway, clock } = start();
    const append = gateway.appendUpload.getMockImplementation();
    gateway.appendUpload.mockImplementationOnce(async (...args) => {
      // It came, and the answer didn't.
      await append?.(...args);
      throw ApiError.unreachable();
    });
    uploads.add([{ file: fileOf('b', large), path: 'b' }], '');
    await vi.waitFor(() => {
      clock.pass(1500);
      expect(uploads.busy).toBe(false);
    });
    expect(gateway.kept.get('b')).toBe(large);
    expect(gateway.appendUpload).toHaveBeenCalledTimes(3);
  });

  it('goes on after a reload with the same file', async () => {
    const { gateway, store } = start();
    gateway.begun.set('u7', { path: 'b', offset: 4 * 1024 * 1024, size: large });
    store.write('uploads', { [`b|${large}|1`]: 'u7' });
    const { uploads } = start(gateway, store);
    uploads.add([{ file: fileOf('b', large), path: 'b' }], '');
    await vi.waitFor(() => expect(uploads.busy).toBe(false));
    expect(gateway.beginUpload).not.toHaveBeenCalled();
    expect(gateway.appendUpload).toHaveBeenCalledTimes(2);
    expect(store.read('uploads')).toEqual({});
  });

  it('replaces nothing that nobody said to', async () => {
    const { uploads, gateway } = start();
    gateway.write.mockRejectedValueOnce(new ApiError(409, 'file.exists', 'a is there.'));
    uploads.add([{ file: fileOf('a', 1), path: 'a' }], '');
    await vi.waitFor(() => expect(uploads.items[0]?.state).toBe('exists'));
    const [item] = uploads.items;
    if (item) uploads.replace(item);
    await vi.waitFor(() => expect(uploads.items[0]?.state).toBe('done'));
    expect(gateway.write).toHaveBeenLastCalledWith('a', expect.anything(), 'anything');
  });
});

describe('a search', () => {
  const match = (path: string, line: number, text: string, ...ranges: number[][]): SearchLine => ({
    type: 'match',
    path,
    line,
    column: 1,
    text,
    ranges,
    revision: `${path}1`,
  });

  it('shows what is found while it is found, by files, and what a replacement would be', async () => {
    let go: () => void = () => undefined;
    const search = new Search({
      async *search() {
        yield [match('a', 1, 'one two one', [0, 3], [8, 11])];
        await new Promise<void>((resume) => (go = resume));
        yield [
          match('b', 4, 'one', [0, 3]),
          { type: 'done', files: 2, matches: 3, limited: false, engine: 'x', ms: 1 },
        ];
      },
      replace: vi.fn(),
    });
    search.query = 'one';
    search.replacement = '1';
    const running = search.run();
    await vi.waitFor(() => expect(search.files).toHaveLength(1));
    expect([search.running, search.count]).toEqual([true, 2]);
    go();
    await running;
    expect([search.running, search.count, search.done?.files]).toEqual([false, 3, 2]);

    search.replacing = true;
    const first = search.files[0]?.matches[0];
    expect(first && search.preview(first).map(({ is, text }) => `${is}:${text}`)).toEqual([
      'old:one',
      'new:1',
      'same: two ',
      'old:one',
      'new:1',
    ]);
  });

  it('is given up for the next one, and nothing of it comes later', async () => {
    const signals: AbortSignal[] = [];
    const search = new Search({
      async *search({ query }, signal) {
        signals.push(signal);
        await Promise.resolve();
        yield [match(query, 1, query, [0, 1])];
      },
      replace: vi.fn(),
    });
    search.query = 'a';
    const first = search.run();
    search.query = 'b';
    await Promise.all([first, search.run()]);
    expect(search.files.map(({ path }) => path)).toEqual(['b']);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('replaces in the files that were found, and names those that were left alone', async () => {
    const replace = vi.fn(() =>
      Promise.resolve({
        changed: [{ path: 'a', count: 2, revision: 'a2' }],
        failed: [{ path: 'b', code: 'file.changed', message: 'b was changed.' }],
      }),
    );
    const search = new Search({
      async *search() {
        yield await Promise.resolve([match('a', 1, 'x', [0, 1]), match('b', 1, 'x', [0, 1])]);
      },
      replace,
    });
    search.query = 'x';
    search.replacement = 'y';
    await search.run();
    await search.replace();
    expect(replace).toHaveBeenCalledWith(
      expect.objectContaining({
        query: 'x',
        replacement: 'y',
        files: [
          { path: 'a', revision: 'a1' },
          { path: 'b', revision: 'b1' },
        ],
      }),
    );
    expect(search.files.map(({ path }) => path)).toEqual(['b']);
    expect(search.replaced?.failed[0]?.message).toBe('b was changed.');
  });
});

describe('a path in a terminal', () => {
  it.each([
    ['src/a.cs:12:3: error', [['src/a.cs', 12, 3]]],
    ['  File "lib/x.py", line 7, in main', [['lib/x.py', 7, undefined]]],
    ['src/a.ts(4,5): error TS1', [['src/a.ts', 4, 5]]],
    ['see ./docs/read.md.', [['./docs/read.md', undefined, undefined]]],
    [
      '/home/ana/a.txt and b.txt',
      [
        ['/home/ana/a.txt', undefined, undefined],
        ['b.txt', undefined, undefined],
      ],
    ],
    ['an ordinary sentence; 3.5 of 7', []],
  ])('is seen: %s', (text, expected) => {
    expect(pathsIn(text).map(({ path, line, column }) => [path, line, column])).toEqual(expected);
  });

  it('is no part of an address', () => {
    expect(pathsIn('https://example.org/a/b.html')).toEqual([]);
  });

  it('is looked for where the shell is, and then in the workspace; never outside', () => {
    expect(candidates('a.cs', '/w', ['/w/src', undefined])).toEqual(['src/a.cs', 'a.cs']);
    expect(candidates('../a.cs', '/w', ['/w/src'])).toEqual(['a.cs']);
    expect(candidates('/w/src/a.cs', '/w', [])).toEqual(['src/a.cs']);
    expect(candidates('/etc/passwd', '/w', [])).toEqual([]);
  });

  it('is asked for once', async () => {
    const info = vi.fn((path: string) =>
      path === 'src/a.cs' ? Promise.resolve(details(path)) : Promise.reject(new Error()),
    );
    const links = new PathLinks({ info }, () => 0);
    expect(await links.find('a.cs', '/w', ['/w/src'])).toBe('src/a.cs');
    expect(await links.find('a.cs', '/w', ['/w/src'])).toBe('src/a.cs');
    expect(await links.find('b.cs', '/w', [])).toBeUndefined();
    expect(info).toHaveBeenCalledTimes(2);
  });
});
