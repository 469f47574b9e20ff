import type { ApiClient } from '$api/client';
import { expect, it, vi } from 'vitest';
import { FilesCore } from '../../src/app/files-core';
import type { FileDocument } from '../../src/features/editor/document.svelte';
import { FakeClock } from '../support/fake-clock';
import { FakeSocket } from '../support/fake-socket';
import { memoryStore } from '../support/memory-store';

/** The files of a workspace, one of which is open. */
function withFile(file: Pick<FileDocument, 'state' | 'isUnsaved'> | undefined) {
  const show = vi.fn();
  const core = new FilesCore('w', {
    client: { request: () => new Promise(() => undefined) } as unknown as ApiClient,
    connection: { clock: new FakeClock(), open: () => new FakeSocket(), onWake: () => () => undefined },
    desk: {},
    tabs: { onChange: () => undefined, items: [] },
    toasts: { show },
    store: memoryStore(),
    showTree: () => undefined,
  } as never);
  vi.spyOn(core.documents, 'find').mockImplementation((path) => (path === 'a' ? (file as FileDocument) : undefined));
  return { core, show };
}

it('who wrote a line is asked of text that is saved', () => {
  const { core, show } = withFile({ state: 'text', isUnsaved: false });
  core.askOrigin('a');
  expect(core.documents.originOf).toBe('a');
  expect(show).not.toHaveBeenCalled();
});

it.each([
  ['a picture', { state: 'image', isUnsaved: false }, /^Only a line of a text/],
  ['its bytes', { state: 'bytes', isUnsaved: false }, /^Only a line of a text/],
  ['what is not there', undefined, /^Only a line of a text/],
  ['text that is not saved', { state: 'text', isUnsaved: true }, /^Save it first/],
] as const)('it is not asked of %s', (_, file, why) => {
  const { core, show } = withFile(file);
  core.askOrigin('a');
  expect(core.documents.originOf).toBeUndefined();
  expect(show).toHaveBeenCalledWith(expect.stringMatching(why));
});
