import type { FileEntry, FolderListing } from '$api/types';
import { messageOf } from '$api/problem';
import { foldersAbove, isIn, movedPath, parentOf, within } from './paths';

export interface TreeGateway {
  list(path: string, after?: string, limit?: number): Promise<FolderListing>;
}

/** A line of the tree. */
export type Row =
  | {
      readonly is: 'entry';
      readonly path: string;
      readonly entry: FileEntry;
      readonly level: number;
      /** From 1, of so many. */
      readonly place: number;
      readonly of: number;
      /** Undefined for what can't be opened. */
      readonly opened: boolean | undefined;
    }
  | { readonly is: 'more'; readonly path: string; readonly level: number; readonly left: number }
  | { readonly is: 'note'; readonly path: string; readonly level: number; readonly note: 'loading' | 'empty' }
  | { readonly is: 'failed'; readonly path: string; readonly level: number; readonly problem: string }
  | { readonly is: 'new'; readonly path: string; readonly level: number; readonly folder: boolean };

/** A name that is typed in its place. */
export type Editing =
  | { readonly what: 'rename'; readonly path: string }
  | { readonly what: 'new'; readonly path: string; readonly folder: boolean };

interface Folder {
  readonly entries: readonly FileEntry[];
  readonly total: number;
  readonly next?: string | null;
  readonly problem?: string;
  readonly loading: boolean;
}

/** So many of a folder are listed at first, and so many more each time. */
const first = 200;
const more = 1000;

/** The workspace's files as far as somebody looked: each folder is read when it is opened. */
export class FileTree {
  readonly #gateway: TreeGateway;
  readonly #shows: (folders: readonly string[]) => void;
  #folders = $state.raw<ReadonlyMap<string, Folder>>(new Map());
  #open = $state.raw<ReadonlySet<string>>(new Set(['']));
  #selected = $state<string>();
  #editing = $state.raw<Editing>();
  /** Of each folder only what was asked last is taken. */
  readonly #asked = new Map<string, number>();
  readonly #rows = $derived.by(() => this.#walk());

  /** @param shows is told the folders that are seen, whenever they are others. */
  constructor(gateway: TreeGateway, shows: (folders: readonly string[]) => void = () => undefined) {
    this.#gateway = gateway;
    this.#shows = shows;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get loaded(): boolean {
    return this.#folders.get('')?.loading === false;
  }

  get problem(): string | undefined {
    return this.#folders.get('')?.problem;
  }

  get isEmpty(): boolean {
    const root = this.#folders.get('');
    return root !== undefined && !root.loading && root.problem === undefined && root.total === 0;
  }

  get selected(): string | undefined {
    return this.#selected;
  }

  get editing(): Editing | undefined {
    return this.#editing;
  }

  select(path: string | undefined): void {
    this.#selected = path;
  }

  entryOf(path: string): FileEntry | undefined {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return this.#folders.get(parentOf(path))?.entries.find((entry) => entry.name === name);
  }

  isFolder(path: string): boolean {
    const entry = this.entryOf(path);
    return path === '' || (entry !== undefined && opens(entry));
  }

  /** Where something new would come. */
  get folder(): string {
    const { selected = '' } = this;
    return this.isFolder(selected) ? selected : parentOf(selected);
  }

  async load(): Promise<void> {
    if (!this.#folders.has('')) await this.#read('');
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  async open(path: string): Promise<void> {
    if (!this.#open.has(path)) {
      this.#open = new Set([...this.#open, path]);
      this.#shows([...this.#open]);
    }
    if (!this.#folders.has(path) || this.#folders.get(path)?.problem !== undefined) await this.#read(path);
  }

  close(path: string): void {
    // What was open in it is read again when it is: nobody watches it now.
    this.#open = new Set([...this.#open].filter((open) => !isIn(open, path) || path === ''));
    this.#folders = new Map([...this.#folders].filter(([folder]) => !isIn(folder, path) || path === ''));
    if (this.#selected !== undefined && this.#selected !== path && isIn(this.#selected, path)) this.#selected = path;
    this.#shows([...this.#open]);
  }

  closeAll(): void {
    this.#open = new Set(['']);
    this.#folders = new Map([...this.#folders].filter(([folder]) => folder === ''));
    this.#selected = undefined;
    this.#shows(['']);
  }

  toggle(path: string): void {
    if (this.#open.has(path)) this.close(path);
    else void this.open(path);
  }

  /** Lists more of a folder that has many. */
  async more(path: string): Promise<void> {
    const folder = this.#folders.get(path);
    if (!folder?.next) return;
    const number = this.#ask(path);
    try {
      const { entries, total, next } = await this.#gateway.list(path, folder.next, more);
      if (this.#asked.get(path) === number)
        this.#put(path, { entries: [...folder.entries, ...entries], total, next, loading: false });
    } catch (error) {
      if (this.#asked.get(path) === number) this.#put(path, { ...folder, problem: messageOf(error) });
    }
  }

  /** Reads again what is shown of these folders; of all that are shown, when none are named. */
  async refresh(folders: readonly string[] = [...this.#open]): Promise<void> {
    await Promise.all(folders.filter((path) => this.#folders.has(path)).map((path) => this.#read(path)));
  }

  /** Opens the folders that a path lies in, and selects it. */
  async reveal(path: string): Promise<void> {
    await this.load();
    for (const folder of foldersAbove(path)) await this.open(folder);
    const folder = parentOf(path);
    // In a folder with very many it may be among those that aren't listed yet.
    while (!this.entryOf(path) && this.#folders.get(folder)?.next && !this.#folders.get(folder)?.problem)
      await this.more(folder);
    this.#selected = path;
  }

  edit(editing: Editing | undefined): void {
    if (editing?.what === 'new') void this.open(editing.path);
    this.#editing = editing;
  }

  /** What was open and selected goes along with what was moved. */
  moved(from: string, to: string): void {
    this.#open = new Set([...this.#open].map((path) => movedPath(path, from, to) ?? path));
    this.#folders = new Map([...this.#folders].map(([path, folder]) => [movedPath(path, from, to) ?? path, folder]));
    if (this.#selected !== undefined) this.#selected = movedPath(this.#selected, from, to) ?? this.#selected;
    this.#shows([...this.#open]);
  }

  async #read(path: string): Promise<void> {
    const before = this.#folders.get(path);
    const number = this.#ask(path);
    if (!before) this.#put(path, { entries: [], total: 0, loading: true });
    try {
      // As many as were seen before: what one looks at doesn't go away.
      const wanted = Math.max(first, before?.entries.length ?? 0);
      let listing = await this.#gateway.list(path, undefined, Math.min(more, wanted));
      let { entries } = listing;
      while (listing.next && entries.length < wanted && this.#asked.get(path) === number) {
        listing = await this.#gateway.list(path, listing.next, Math.min(more, wanted - entries.length));
        entries = [...entries, ...listing.entries];
      }
      if (this.#asked.get(path) !== number) return;
      this.#put(path, { entries, total: listing.total, next: listing.next, loading: false });
      this.#forgetGone(path, entries, listing.next);
    } catch (error) {
      if (this.#asked.get(path) !== number) return;
      // A folder that is gone is told by the one that it was in.
      if (path !== '' && (error as { status?: number }).status === 404) this.close(path);
      else this.#put(path, { entries: before?.entries ?? [], total: 0, loading: false, problem: messageOf(error) });
    }
  }

  /** What was open in it and isn't there any more. */
  #forgetGone(path: string, entries: readonly FileEntry[], next: string | null | undefined): void {
    if (next) return;
    const names = new Set(entries.filter(opens).map(({ name }) => within(path, name)));
    for (const open of this.#open) if (open !== path && parentOf(open) === path && !names.has(open)) this.close(open);
  }

  #ask(path: string): number {
    const number = (this.#asked.get(path) ?? 0) + 1;
    this.#asked.set(path, number);
    return number;
  }

  #put(path: string, folder: Folder): void {
    if (path !== '' && !this.#open.has(path)) return;
    this.#folders = new Map([...this.#folders, [path, folder]]);
  }

  #walk(): Row[] {
    const rows: Row[] = [];
    const editing = this.#editing;
    const add = (path: string, level: number) => {
      const folder = this.#folders.get(path);
      if (!folder) return;
      if (editing?.what === 'new' && editing.path === path)
        rows.push({ is: 'new', path, level, folder: editing.folder });
      folder.entries.forEach((entry, index) => {
        const inner = within(path, entry.name);
        const opened = opens(entry) ? this.#open.has(inner) : undefined;
        rows.push({ is: 'entry', path: inner, entry, level, place: index + 1, of: folder.total, opened });
        if (opened) add(inner, level + 1);
      });
      if (folder.problem !== undefined) rows.push({ is: 'failed', path, level, problem: folder.problem });
      else if (folder.next) rows.push({ is: 'more', path, level, left: folder.total - folder.entries.length });
      else if (folder.loading) rows.push({ is: 'note', path, level, note: 'loading' });
      else if (folder.total === 0 && path !== '') rows.push({ is: 'note', path, level, note: 'empty' });
    };
    add('', 1);
    return rows;
  }
}

/** Whether there is something in it to be shown. */
export function opens({ kind, linksTo }: Pick<FileEntry, 'kind' | 'linksTo'>): boolean {
  return kind === 'folder' || (kind === 'link' && linksTo === 'folder');
}
