import type { Draft, FileDetails } from '$api/types';
import type { Expected, FileContent } from '$api/files-client';
import { Text } from '@codemirror/state';
import { decode, type Encoding, type Ending } from './encoding';

export interface DocumentGateway {
  info(path: string): Promise<FileDetails>;
  content(path: string, range?: readonly [number, number], signal?: AbortSignal): Promise<FileContent>;
  write(path: string, bytes: Blob, expected: Expected): Promise<FileDetails>;
  draft(path: string): Promise<Draft | undefined>;
  keepDraft(path: string, text: string, base: string | undefined, last?: boolean): Promise<void>;
  dropDraft(path: string): Promise<void>;
}

/** `large`: text that is shown in parts; `bytes`: what is no text. */
export type DocumentState = 'loading' | 'text' | 'large' | 'bytes' | 'image' | 'pdf' | 'gone' | 'folder' | 'failed';

/** Where a file that isn't saved and the one on the disk have come apart. */
export type Conflict = 'changed' | 'gone' | 'folder';

/** Above so many bytes a file is shown in parts. */
export const largest = 5 * 1024 * 1024;

export interface SavedText {
  readonly text: Text;
  readonly encoding: Encoding;
  readonly ending: Ending;
}

export function splitLines(text: string, ending: Ending): Text {
  return Text.of(ending === 'mixed' ? text.split('\n') : text.split(/\r\n?|\n/));
}

export function isFolder({ kind, linksTo }: FileDetails): boolean {
  return kind === 'folder' || linksTo === 'folder';
}

/** By its beginning. */
export async function kindOfLarge(gateway: DocumentGateway, path: string): Promise<'large' | 'bytes'> {
  const { bytes } = await gateway.content(path, [0, 65_536]);
  return decode(bytes) ? 'large' : 'bytes';
}

/**
 * The revision of what is on the disk, where that is still what it was: renamed, given other permissions or written anew just as it was, a file
 * has another revision and the same text.
 */
export async function sameOnDisk(
  gateway: DocumentGateway,
  path: string,
  { text, encoding, ending }: SavedText,
): Promise<string | undefined> {
  const { bytes, revision } = await gateway.content(path);
  const now = decode(bytes);
  if (now?.encoding !== encoding || now.ending !== ending) return undefined;
  return splitLines(now.text, now.ending).eq(text) ? revision : undefined;
}
