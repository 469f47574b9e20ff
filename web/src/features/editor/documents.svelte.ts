import type { Clock } from '$lib/clock';
import type { Store } from '$lib/storage';
import type { DocumentGateway } from './disk-text';
import { FileDocument } from './document.svelte';

/** A line, from 1, and a column in it. */
export interface FilePlace {
  readonly line: number;
  readonly column?: number;
}

export interface DocumentsOptions {
  readonly gateway: DocumentGateway;
  readonly clock: Clock;
  readonly store: Store;
  readonly workspace: string;
  /** Is told the files that are open, whenever they are others. */
  shows(paths: readonly string[]): void;
  /** One with unsaved text was closed; the text is kept. */
  closedUnsaved(document: FileDocument): void;
}

const mostRecent = 30;

/** The files that are open. */
export class Documents {
  readonly #options: DocumentsOptions;
  readonly #byPath = new Map<string, FileDocument>();
  /** So that what is asked of one that isn't there yet is asked again. */
  #version = $state(0);
  #wanted = $state.raw<{ readonly path: string; readonly place: FilePlace }>();

  #originOf = $state<string>();

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Paths, the last one opened first. */
  get recent(): readonly string[] {
    const kept = this.#options.store.read(this.#name);
    return Array.isArray(kept) ? kept.filter((path) => typeof path === 'string') : [];
  }

  /** Opens it, when it isn't. */
  get(path: string): FileDocument {
    let document = this.#byPath.get(path);
    if (!document) {
      document = new FileDocument(path, this.#options.gateway, this.#options.clock);
      this.#byPath.set(path, document);
      const made = document;
      // What draws it asks for it: nothing may change while it is being drawn.
      queueMicrotask(() => {
        void made.load();
        this.#changed();
      });
    }
    return document;
  }

  find(path: string): FileDocument | undefined {
    void this.#version;
    return this.#byPath.get(path);
  }

  isUnsaved(path: string): boolean {
    return this.find(path)?.isUnsaved ?? false;
  }

  get anyUnsaved(): boolean {
    return [...this.#byPath.values()].some((document) => document.isUnsaved);
  }

  /** Somebody looks at it. */
  looked(path: string): void {
    const { store } = this.#options;
    store.write(this.#name, [path, ...this.recent.filter((other) => other !== path)].slice(0, mostRecent));
  }

  /** Where in a file its pane should go, once it is there. */
  get wanted() {
    return this.#wanted;
  }

  goTo(path: string, place: FilePlace): void {
    this.#wanted = { path, place };
  }

  went(): void {
    this.#wanted = undefined;
  }

  /** The file of which it is asked who wrote the line where its cursor is: only its pane knows where that is. */
  get originOf(): string | undefined {
    return this.#originOf;
  }

  askOrigin(path: string | undefined): void {
    this.#originOf = path;
  }

  /** These have a tab; others are closed. Their unsaved text is kept. */
  keep(paths: ReadonlySet<string>): void {
    const closed = [...this.#byPath.values()].filter(({ path }) => !paths.has(path));
    for (const document of closed) {
      this.#byPath.delete(document.path);
      if (!document.isUnsaved) continue;
      void document.keepDraft();
      this.#options.closedUnsaved(document);
    }
    if (closed.length > 0) this.#changed();
  }

  moved(from: string, to: string): void {
    const document = this.#byPath.get(from);
    if (!document || this.#byPath.has(to)) return;
    this.#byPath.delete(from);
    document.movedTo(to);
    this.#byPath.set(to, document);
    this.#changed();
  }

  /** What happened to these on the disk; to all, when none are named. */
  look(paths: readonly string[] = [...this.#byPath.keys()]): void {
    for (const path of paths) void this.#byPath.get(path)?.look();
  }

  /** The page goes. */
  leave(): void {
    for (const document of this.#byPath.values()) void document.keepDraft(true);
  }

  #changed(): void {
    this.#version++;
    this.#options.shows([...this.#byPath.keys()]);
  }

  get #name(): string {
    return `files.${this.#options.workspace}.recent`;
  }
}
