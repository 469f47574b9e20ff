import type { FileDetails, Upload } from '$api/types';
import type { Expected } from '$api/files-client';
import { ApiError, messageOf } from '$api/problem';
import type { Clock } from '$lib/clock';
import type { Store } from '$lib/storage';
import type { Chosen } from './dropped';
import { parentOf, within } from './paths';

export interface UploadGateway {
  makeFolder(path: string): Promise<FileDetails>;
  write(path: string, bytes: Blob, expected: Expected): Promise<FileDetails>;
  beginUpload(path: string, size: number, replace: boolean): Promise<Upload>;
  upload(id: string): Promise<Upload>;
  appendUpload(id: string, offset: number, bytes: Blob, signal: AbortSignal): Promise<Upload>;
  finishUpload(id: string): Promise<FileDetails>;
  dropUpload(id: string): Promise<void>;
}

export type UploadState = 'waiting' | 'sending' | 'done' | 'exists' | 'failed' | 'cancelled';

/** A file on its way to the workspace. */
export class UploadItem {
  readonly file: File;
  readonly path: string;
  /** Whether it is in a folder that is uploaded with it. */
  readonly inFolder: boolean;
  state = $state<UploadState>('waiting');
  sent = $state(0);
  problem = $state<string>();
  replace = false;
  abort = new AbortController();

  constructor({ file, path }: Chosen, folder: string) {
    this.file = file;
    this.path = within(folder, path);
    this.inFolder = path.includes('/');
  }
}

/** Above so many bytes a file is sent in parts, and goes on where it was cut off. */
const inOne = 8 * 1024 * 1024;
const part = 4 * 1024 * 1024;
const atOnce = 2;
/** Tries of a part that the network lost, and milliseconds between them. */
const tries = 6;
const patience = 1500;

/** Files that are uploaded: two at a time, in the order in which they came. */
export class Uploads {
  readonly #gateway: UploadGateway;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #arrived: (path: string) => void;
  #items = $state.raw<readonly UploadItem[]>([]);
  #running = 0;
  /** Those that are made, each once. */
  readonly #folders = new Map<string, Promise<void>>();

  constructor(gateway: UploadGateway, clock: Clock, store: Store, arrived: (path: string) => void) {
    this.#gateway = gateway;
    this.#clock = clock;
    this.#store = store;
    this.#arrived = arrived;
  }

  get items(): readonly UploadItem[] {
    return this.#items;
  }

  get busy(): boolean {
    return this.#items.some(({ state }) => state === 'waiting' || state === 'sending');
  }

  /** From 0 to 1, of all that isn't given up. */
  get progress(): number {
    const counted = this.#items.filter(({ state }) => state !== 'cancelled' && state !== 'failed');
    const all = counted.reduce((sum, { file }) => sum + file.size + 1, 0);
    const sent = counted.reduce((sum, { sent, state }) => sum + sent + (state === 'done' ? 1 : 0), 0);
    return all === 0 ? 1 : sent / all;
  }

  add(chosen: readonly Chosen[], folder: string): void {
    this.#items = [...this.#items, ...chosen.map((one) => new UploadItem(one, folder))];
    this.#go();
  }

  /** Over the file that is there. */
  replace(item: UploadItem): void {
    item.replace = true;
    this.again(item);
  }

  again(item: UploadItem): void {
    item.state = 'waiting';
    item.problem = undefined;
    item.abort = new AbortController();
    this.#go();
  }

  cancel(item: UploadItem): void {
    item.state = 'cancelled';
    item.abort.abort();
  }

  cancelAll(): void {
    for (const item of this.#items) if (item.state === 'waiting' || item.state === 'sending') this.cancel(item);
  }

  /** Those that are over leave the list. */
  clear(): void {
    this.#items = this.#items.filter(({ state }) => state === 'waiting' || state === 'sending');
  }

  #go(): void {
    while (this.#running < atOnce) {
      const next = this.#items.find(({ state }) => state === 'waiting');
      if (!next) return;
      this.#running++;
      next.state = 'sending';
      void this.#send(next).finally(() => {
        this.#running--;
        // By the next time somebody may have moved them away.
        if (!this.busy) this.#folders.clear();
        this.#go();
      });
    }
  }

  async #send(item: UploadItem): Promise<void> {
    try {
      if (item.inFolder) await this.#makeFolder(parentOf(item.path));
      if (item.file.size <= inOne) {
        await this.#gateway.write(item.path, item.file, item.replace ? 'anything' : 'absent');
        item.sent = item.file.size;
      } else await this.#sendParts(item);
      if (item.state === 'cancelled') return;
      item.state = 'done';
      this.#arrived(item.path);
    } catch (error) {
      if (item.abort.signal.aborted) return;
      const exists = error instanceof ApiError && ['file.exists', 'file.changed'].includes(error.code);
      item.state = exists ? 'exists' : 'failed';
      item.problem = messageOf(error);
    }
  }

  #makeFolder(path: string): Promise<void> {
    let made = this.#folders.get(path);
    if (!made) {
      made = this.#gateway.makeFolder(path).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof ApiError && error.code === 'file.exists') return;
          this.#folders.delete(path);
          throw error;
        },
      );
      this.#folders.set(path, made);
    }
    return made;
  }

  async #sendParts(item: UploadItem): Promise<void> {
    const { file } = item;
    let { id, offset } = await this.#begin(item);
    item.sent = offset;
    let left = tries;
    while (offset < file.size) {
      const bytes = file.slice(offset, offset + part);
      try {
        ({ offset } = await this.#gateway.appendUpload(id, offset, bytes, item.abort.signal));
        item.sent = offset;
        left = tries;
      } catch (error) {
        if (item.abort.signal.aborted) {
          this.#keep(item, undefined);
          await this.#gateway.dropUpload(id).catch(() => undefined);
          throw error;
        }
        if (--left === 0 || !(error instanceof ApiError) || !(error.mayPass || error.code === 'upload.offset'))
          throw error;
        await new Promise<void>((done) => this.#clock.after(patience, done));
        // How far it came is known there.
        const there = await this.#gateway.upload(id).catch(() => undefined);
        if (there) ({ id, offset } = there);
      }
    }
    await this.#gateway.finishUpload(id);
    this.#keep(item, undefined);
  }

  /** Goes on with one that was cut off, also by a reload of the page. */
  async #begin(item: UploadItem): Promise<Upload> {
    const kept = this.#kept()[keyOf(item)];
    const before = kept === undefined ? undefined : await this.#gateway.upload(kept).catch(() => undefined);
    if (before && before.size === item.file.size) return before;
    const begun = await this.#gateway.beginUpload(item.path, item.file.size, item.replace);
    this.#keep(item, begun.id);
    return begun;
  }

  #kept(): Record<string, string> {
    return { ...(this.#store.read('uploads') as Record<string, string> | null) };
  }

  #keep(item: UploadItem, id: string | undefined): void {
    const kept = Object.entries(this.#kept()).filter(([key]) => key !== keyOf(item));
    if (id !== undefined) kept.push([keyOf(item), id]);
    this.#store.write('uploads', Object.fromEntries(kept));
  }
}

/** What says that it is the same file again. */
function keyOf({ path, file }: UploadItem): string {
  return `${path}|${file.size}|${file.lastModified}`;
}
