import type { FileDetails, Trashed } from '$api/types';
import { ApiError, messageOf, referenceOf } from '$api/problem';
import { m } from '$lib/messages';
import type { Toasts } from '$ui/toasts.svelte';
import type { Expected } from '$api/files-client';
import type { FileTree } from './file-tree.svelte';
import { freeName, isIn, nameOf, parentOf, within } from './paths';

export interface ActionGateway {
  info(path: string): Promise<FileDetails>;
  write(path: string, bytes: Blob, expected: Expected): Promise<FileDetails>;
  makeFolder(path: string): Promise<FileDetails>;
  move(from: string, to: string): Promise<FileDetails>;
  copy(from: string, to: string): Promise<FileDetails>;
  setMode(path: string, mode: number): Promise<FileDetails>;
  trash(paths: readonly string[]): Promise<Trashed>;
  restore(id: string): Promise<readonly string[]>;
}

export interface ActionEvents {
  /** A file or a folder has another path now. */
  moved(from: string, to: string): void;
  open(path: string): void;
}

/** What is done with files. What goes wrong is told; what is deleted can be brought back. */
export class FileActions {
  readonly #gateway: ActionGateway;
  readonly #tree: FileTree;
  readonly #toasts: Toasts;
  readonly #events: ActionEvents;
  #held = $state.raw<{ readonly path: string; readonly cut: boolean }>();

  constructor(gateway: ActionGateway, tree: FileTree, toasts: Toasts, events: ActionEvents) {
    this.#gateway = gateway;
    this.#tree = tree;
    this.#toasts = toasts;
    this.#events = events;
  }

  /** What was cut or copied, to be pasted. */
  get held() {
    return this.#held;
  }

  /** Makes what a name was typed for. */
  async create(folder: string, name: string, isFolder: boolean): Promise<void> {
    const path = within(folder, name);
    await this.#try(async () => {
      if (isFolder) await this.#gateway.makeFolder(path);
      else {
        if (name.includes('/')) await this.#makeFolders(parentOf(path));
        await this.#gateway.write(path, new Blob([]), 'absent');
      }
      if (name.includes('/')) await this.#tree.refresh([folder]);
      await this.#shown(path);
      if (!isFolder) this.#events.open(path);
    });
  }

  rename(path: string, name: string): Promise<void> {
    return this.move(path, within(parentOf(path), name));
  }

  /** To another path, name and all. */
  async move(from: string, to: string): Promise<void> {
    if (from === to) return;
    if (isIn(parentOf(to), from)) return this.#toasts.show(m.files_into_itself({ name: nameOf(from) }));
    await this.#try(async () => {
      await this.#gateway.move(from, to);
      this.#tree.moved(from, to);
      this.#events.moved(from, to);
      await this.#tree.refresh([parentOf(from)]);
      await this.#shown(to);
    });
  }

  moveInto(path: string, folder: string): Promise<void> {
    return this.move(path, within(folder, nameOf(path)));
  }

  /** Under a name that is free there. */
  async copyInto(path: string, folder: string): Promise<void> {
    const taken = (name: string) => this.#tree.entryOf(within(folder, name)) !== undefined;
    const copyOf = (base: string, number: number) =>
      number === 1 ? m.files_copy_name({ base }) : m.files_copy_name_number({ base, number });
    await this.#try(async () => {
      const to = within(folder, freeName(nameOf(path), taken, copyOf));
      await this.#gateway.copy(path, to);
      await this.#shown(to);
    });
  }

  hold(path: string, cut: boolean): void {
    this.#held = { path, cut };
  }

  async paste(folder: string): Promise<void> {
    const held = this.#held;
    if (!held) return;
    if (!held.cut) return this.copyInto(held.path, folder);
    this.#held = undefined;
    await this.moveInto(held.path, folder);
  }

  /** Whoever may read it may run it, or nobody may. */
  async setExecutable(path: string, on: boolean): Promise<void> {
    await this.#try(async () => {
      const { mode } = await this.#gateway.info(path);
      await this.#gateway.setMode(path, on ? mode | ((mode & 0o444) >> 2) : mode & ~0o111);
      await this.#tree.refresh([parentOf(path)]);
    });
  }

  async trash(path: string): Promise<void> {
    const wasOpen = this.#tree.isOpen(path);
    await this.#try(async () => {
      const { id } = await this.#gateway.trash([path]);
      this.#tree.select(parentOf(path) || undefined);
      await this.#tree.refresh([parentOf(path)]);
      this.#toasts.tell({
        tone: 'done',
        text: m.files_trashed({ name: nameOf(path) }),
        actions: [{ label: m.common_undo(), run: () => void this.#restore(id, wasOpen) }],
      });
    });
  }

  async #restore(id: string, wasOpen: boolean): Promise<void> {
    await this.#try(async () => {
      const [path] = await this.#gateway.restore(id);
      if (path === undefined) return;
      await this.#shown(path);
      if (wasOpen) await this.#tree.open(path);
    });
  }

  /** Those that a name begins with, as far as they aren't there. */
  async #makeFolders(path: string): Promise<void> {
    try {
      await this.#gateway.makeFolder(path);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'file.exists')) throw error;
    }
  }

  async #shown(path: string): Promise<void> {
    await this.#tree.refresh([parentOf(path)]);
    await this.#tree.reveal(path);
  }

  async #try(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#toasts.show(messageOf(error), referenceOf(error));
    }
  }
}
