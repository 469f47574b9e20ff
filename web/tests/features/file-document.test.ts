import type { FileDetails } from '$api/types';
import type { Expected } from '$api/files-client';
import { ApiError } from '$api/problem';
import { Text } from '@codemirror/state';
import { describe, expect, it, vi } from 'vitest';
import { decode, encode, type Encoding } from '../../src/features/editor/encoding';
import { FileDocument } from '../../src/features/editor/document.svelte';
import { FakeClock } from '../support/fake-clock';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** A runner with one file on its disk. */
function disk(content: Uint8Array<ArrayBuffer> | string | undefined) {
  let number = 1;
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  const state = {
    bytes: bytes as Uint8Array<ArrayBuffer> | undefined,
    kind: 'file' as FileDetails['kind'],
    drafts: new Map<string, { text: string; base?: string }>(),
    set(text: string) {
      this.bytes = bytesOf(text);
      number++;
    },
    get text() {
      return this.bytes && textOf(this.bytes);
    },
  };
  const details = (): FileDetails => ({
    name: 'a',
    path: 'a',
    kind: state.kind,
    size: state.bytes?.length ?? 0,
    modified: '',
    mode: 420,
    revision: `r${number}`,
  });
  const missing = () => Promise.reject(new ApiError(404, 'file.not-found', 'There is no file a.'));
  const gateway = {
    info: vi.fn(() => (state.bytes || state.kind === 'folder' ? Promise.resolve(details()) : missing())),
    content: vi.fn(() =>
      state.bytes
        ? Promise.resolve({ bytes: state.bytes, revision: `r${number}`, size: state.bytes.length })
        : missing(),
    ),
    write: vi.fn(async (_: string, blob: Blob, expected: Expected) => {
      if (typeof expected === 'object' && expected.revision !== `r${number}`)
        throw new ApiError(412, 'file.changed', 'a was changed on the disk.');
      state.bytes = new Uint8Array(await blob.arrayBuffer());
      number++;
      return details();
    }),
    draft: vi.fn((path: string) => {
      const draft = state.drafts.get(path);
      return Promise.resolve(draft && { path, base: null, ...draft, changedAt: '2026-11-30T10:00:00Z' });
    }),
    keepDraft: vi.fn((path: string, text: string, base: string | undefined) => {
      state.drafts.set(path, { text, ...(base !== undefined && { base }) });
      return Promise.resolve();
    }),
    dropDraft: vi.fn((path: string) => {
      state.drafts.delete(path);
      return Promise.resolve();
    }),
  };
  return { state, gateway };
}

async function opened(content: Uint8Array<ArrayBuffer> | string | undefined, path = 'a.txt') {
  const { state, gateway } = disk(content);
  const clock = new FakeClock();
  const file = new FileDocument(path, gateway, clock);
  await file.load();
  return { file, disk: state, gateway, clock };
}

const lines = (text: string) => Text.of(text.split('\n'));

describe('a file that is open', () => {
  it('is saved as it was read: its ending and its encoding stay', async () => {
    const { file, disk: on } = await opened('\ufeffone\r\ntwo\r\n');
    expect([file.encoding, file.ending, file.text.lines]).toEqual(['utf-8-bom', 'crlf', 3]);
    file.typed(lines('one\n2\n'));
    expect(file.isUnsaved).toBe(true);
    await file.save();
    expect(on.text).toBe('\ufeffone\r\n2\r\n');
    expect(file.isUnsaved).toBe(false);
  });

  it('is no longer unsaved when what was typed is taken back', async () => {
    const { file } = await opened('one');
    file.typed(lines('one!'));
    file.typed(lines('one'));
    expect(file.isUnsaved).toBe(false);
  });

  it('of mixed endings keeps each, until somebody wants one', async () => {
    const { file, disk: on } = await opened('a\r\nb\nc\r\n');
    expect(file.ending).toBe('mixed');
    file.typed(lines(`${file.text.toString()}d`));
    await file.save();
    expect(on.text).toBe('a\r\nb\nc\r\nd');
    file.setEnding('lf');
    await file.save();
    expect(on.text).toBe('a\nb\nc\nd');
  });

  it('that is not UTF-8 is kept byte for byte, and refuses what it can not write', async () => {
    const { file, disk: on } = await opened(new Uint8Array([0x67, 0xfc, 0x6e, 0x0a, 0x80]));
    expect([file.encoding, file.text.toString()]).toEqual(['latin-1', 'gün\n\u0080']);
    file.typed(lines('gün\n\u0080!'));
    await file.save();
    expect([...(on.bytes ?? [])]).toEqual([0x67, 0xfc, 0x6e, 0x0a, 0x80, 0x21]);
    file.typed(lines('€'));
    expect(await file.save()).toBe(false);
    expect(file.saveProblem).toContain('Latin-1');
    file.setEncoding('utf-8');
    await file.save();
    expect(on.text).toBe('€');
  });

  it('that changed on the disk is reloaded when nothing was typed', async () => {
    const { file, disk: on } = await opened('one');
    on.set('two');
    await file.look();
    expect([file.text.toString(), file.conflict]).toEqual(['two', undefined]);
  });

  it('that changed on both sides is overwritten or reloaded by who says so, and by nothing else', async () => {
    const { file, disk: on } = await opened('one');
    file.typed(lines('mine'));
    on.set('theirs');
    await file.look();
    expect(file.conflict).toBe('changed');
    expect(await file.save()).toBe(false);
    expect(on.text).toBe('theirs');
    await file.compare();
    expect(file.compared?.toString()).toBe('theirs');
    await file.save(true);
    expect([on.text, file.conflict, file.isUnsaved]).toEqual(['mine', undefined, false]);

    file.typed(lines('mine again'));
    on.set('theirs again');
    expect(await file.save()).toBe(false);
    expect(file.conflict).toBe('changed');
    await file.reload();
    expect([file.text.toString(), file.conflict, file.isUnsaved]).toEqual(['theirs again', undefined, false]);
  });

  it('that was only touched, as by another name or mode, is saved all the same and asks nothing', async () => {
    const { file, disk: on, clock, gateway } = await opened('one');
    on.set('one');
    file.typed(lines('mine'));
    expect(await file.save()).toBe(true);
    expect([on.text, file.conflict]).toEqual(['mine', undefined]);

    file.typed(lines('mine too'));
    clock.pass(1000);
    on.set('mine');
    await file.look();
    expect([file.conflict, file.isUnsaved]).toEqual([undefined, true]);
    const again = new FileDocument('a.txt', gateway, clock);
    await again.load();
    expect([again.text.toString(), again.conflict]).toEqual(['mine too', undefined]);
  });

  it('has what is typed kept a second later, and shows it when it is opened again', async () => {
    const { file, disk: on, gateway, clock } = await opened('one');
    file.typed(lines('one and'));
    clock.pass(900);
    file.typed(lines('one and two'));
    clock.pass(900);
    expect(on.drafts.size).toBe(0);
    clock.pass(100);
    expect(on.drafts.get('a.txt')).toEqual({ text: 'one and two', base: 'r1' });

    const again = new FileDocument('a.txt', gateway, clock);
    await again.load();
    expect([again.text.toString(), again.isUnsaved, again.restored]).toEqual([
      'one and two',
      true,
      '2026-11-30T10:00:00Z',
    ]);
    await again.save();
    expect([on.text, on.drafts.size]).toEqual(['one and two', 0]);
  });

  it('says that the disk changed since unsaved text was kept', async () => {
    const { disk: on, gateway, clock } = await opened('one');
    on.drafts.set('a.txt', { text: 'mine', base: 'r1' });
    on.set('theirs');
    const again = new FileDocument('a.txt', gateway, clock);
    await again.load();
    expect([again.text.toString(), again.conflict]).toEqual(['mine', 'changed']);
    await again.reload();
    expect([again.text.toString(), on.drafts.size]).toEqual(['theirs', 0]);
  });

  it('says that it is gone, or a folder now; unsaved text stays and can be saved', async () => {
    const { file, disk: on } = await opened('one');
    on.bytes = undefined;
    await file.look();
    expect(file.state).toBe('gone');
    on.set('back');
    await file.look();
    expect([file.state, file.text.toString()]).toEqual(['text', 'back']);

    file.typed(lines('mine'));
    on.bytes = undefined;
    await file.look();
    expect([file.state, file.conflict]).toEqual(['text', 'gone']);
    await file.save(true);
    expect([on.text, file.conflict]).toEqual(['mine', undefined]);
    on.kind = 'folder';
    await file.look();
    expect(file.state).toBe('folder');
  });

  it('that could not be saved says why, and keeps what was typed', async () => {
    const { file, gateway, disk: on } = await opened('one');
    file.typed(lines('two'));
    gateway.write.mockRejectedValueOnce(new ApiError(507, 'file.disk-full', 'The disk is full.'));
    expect(await file.save()).toBe(false);
    expect([file.saveProblem, file.isUnsaved, on.text]).toEqual(['The disk is full.', true, 'one']);
  });

  it.each([
    ['a.bin', new Uint8Array([1, 0, 2]), 'bytes'],
    ['a.png', new Uint8Array([1, 0, 2]), 'image'],
    ['a.pdf', new Uint8Array([1, 0, 2]), 'pdf'],
    ['a.log', new Uint8Array(6_000_000).fill(0x61), 'large'],
    ['a.txt', undefined, 'gone'],
  ])('is shown by what it is: %s', async (path, content, shown) => {
    expect((await opened(content as Uint8Array<ArrayBuffer> | undefined, path)).file.state).toBe(shown);
  });
});

it.each<[Encoding, number[]]>([
  ['utf-8', [0x61, 0xc3, 0xbc]],
  ['utf-8-bom', [0xef, 0xbb, 0xbf, 0x61]],
  ['utf-16le', [0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8]],
  ['utf-16be', [0xfe, 0xff, 0x00, 0x61]],
  ['latin-1', [0x61, 0xff, 0x81]],
])('%s gives the same bytes back', (encoding, bytes) => {
  const read = decode(new Uint8Array(bytes));
  expect(read?.encoding).toBe(encoding);
  expect([...(encode(read?.text ?? '', encoding) ?? [])]).toEqual(bytes);
});
