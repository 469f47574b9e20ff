import type { ApiClient } from '$api/client';
import type { ConnectionOptions } from '$api/connection';
import { FilesClient } from '$api/files-client';
import { FilesWatch } from '$api/files-watch';
import type { WatchMessage } from '$api/types';
import { m } from '$lib/messages';
import type { Store } from '$lib/storage';
import type { Toasts } from '$ui/toasts.svelte';
import { Documents } from '../features/editor/documents.svelte';
import { FileActions } from '../features/files/file-actions.svelte';
import { FileTree } from '../features/files/file-tree.svelte';
import { nameOf } from '../features/files/paths';
import { PathLinks } from '../features/files/path-links';
import { Search } from '../features/files/search.svelte';
import { Uploads } from '../features/files/uploads.svelte';
import type { Desk } from './desk.svelte';
import { fileTab, pathOfTab } from './layout/file-tab';
import type { Tabs } from './tabs.svelte';

export type { FilePlace } from '../features/editor/documents.svelte';

/** What files are made of. */
export interface FilesParts {
  readonly client: ApiClient;
  readonly connection: Omit<ConnectionOptions, 'path'>;
  readonly desk: Desk;
  readonly tabs: Tabs;
  readonly toasts: Toasts;
  readonly store: Store;
  /** Shows the tree. */
  showTree(): void;
}

/** The files of one workspace, once somebody looks at them. */
export class FilesCore {
  readonly workspace: string;
  readonly client: FilesClient;
  readonly tree: FileTree;
  readonly actions: FileActions;
  readonly documents: Documents;
  readonly uploads: Uploads;
  readonly search: Search;
  readonly #watch: FilesWatch;
  readonly #links: PathLinks;
  readonly #parts: FilesParts;

  constructor(workspace: string, parts: FilesParts) {
    const { client, connection, desk, tabs, toasts, store } = parts;
    this.workspace = workspace;
    this.#parts = parts;
    this.client = new FilesClient(client, workspace);
    this.#watch = new FilesWatch(
      { ...connection, path: this.client.watchPath },
      { message: (message) => this.#told(message), opened: () => this.#readAnew() },
    );
    this.tree = new FileTree(this.client, (folders) => this.#watch.folders(folders));
    this.documents = new Documents({
      gateway: this.client,
      clock: connection.clock,
      store,
      workspace,
      shows: (paths) => this.#watch.files(paths),
      closedUnsaved: (document) => this.#tellUnsaved(document.path),
    });
    const open = (path: string) => desk.open(fileTab(workspace, path));
    this.actions = new FileActions(this.client, this.tree, toasts, {
      open,
      moved: (from, to) => this.#moved(from, to),
    });
    this.uploads = new Uploads(this.client, connection.clock, store, () => void this.tree.refresh());
    this.search = new Search(this.client);
    this.#links = new PathLinks(this.client);
    this.#watch.folders(['']);
    this.#watch.start();
    tabs.onChange(() => this.#followTabs());
    window.addEventListener('pagehide', () => this.documents.leave());
  }

  open(path: string): void {
    this.#parts.desk.open(fileTab(this.workspace, path));
  }

  /** Shows where it lies. */
  reveal(path: string): void {
    this.#parts.showTree();
    void this.tree.reveal(path);
  }

  /** Who wrote the line where the cursor is, which the file on the disk has to have. */
  askOrigin(path: string): void {
    if (this.documents.find(path)?.state !== 'text') this.#parts.toasts.show(m.editor_origin_no_lines());
    else if (this.documents.isUnsaved(path)) this.#parts.toasts.show(m.editor_origin_unsaved());
    else this.documents.askOrigin(path);
  }

  /** What a path leads to that a program printed: relative to one of these folders, or to the workspace's. */
  async linked(path: string, folders: readonly (string | undefined)[]) {
    const home = this.#parts.desk.workspace?.folder;
    const found = await this.#links.find(path, home, folders);
    if (found === undefined) return undefined;
    return (line?: number, column?: number) => {
      if (line !== undefined) this.documents.goTo(found, { line, column });
      this.open(found);
    };
  }

  #told(message: WatchMessage): void {
    if (message.type === 'overflow') return this.#readAnew();
    if (message.type === 'limited') return void this.#parts.toasts.tell({ tone: 'wait', text: message.reason });
    // What git says of a file may change without it.
    void this.tree.refresh(message.git ? undefined : message.folders);
    this.documents.look(message.files);
  }

  #readAnew(): void {
    void this.tree.refresh();
    this.documents.look();
  }

  #moved(from: string, to: string): void {
    const { tabs } = this.#parts;
    for (const tab of tabs.items) {
      const path = tab.workspace === this.workspace ? pathOfTab(tab) : undefined;
      if (path === undefined || (path !== from && !path.startsWith(`${from}/`))) continue;
      const moved = to + path.slice(from.length);
      this.documents.moved(path, moved);
      tabs.replace(tab, fileTab(this.workspace, moved));
    }
  }

  #followTabs(): void {
    const { desk, tabs } = this.#parts;
    // Where another workspace is shown, the tabs of this one are put aside and not closed.
    if (desk.workspaceId !== this.workspace) return;
    const mine = tabs.items.filter(({ workspace }) => workspace === this.workspace);
    this.documents.keep(new Set(mine.map(pathOfTab).filter((path) => path !== undefined)));
  }

  #tellUnsaved(path: string): void {
    const back = { label: m.editor_open_again(), run: () => this.open(path) };
    const away = {
      label: m.editor_discard(),
      run: () => void this.client.dropDraft(path).catch(() => undefined),
    };
    const text = m.editor_closed_unsaved({ name: nameOf(path) });
    this.#parts.toasts.tell({ tone: 'wait', text, actions: [back, away] });
  }
}
