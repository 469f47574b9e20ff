import type { SessionRef } from '$api/client';
import type { FilesCore, FilesParts, FilePlace } from './files-core';
import { fileTab, pathOfTab } from './layout/file-tab';

/** What the page's frame knows of files. The rest comes with the first one that is shown: the first paint does without. */
export class Files {
  readonly #parts: () => FilesParts;
  /** By their workspaces. */
  readonly #loading = new Map<string, Promise<FilesCore>>();
  #cores = $state.raw<ReadonlyMap<string, FilesCore>>(new Map());

  #wrap = $state(false);

  constructor(parts: () => FilesParts, wrap = false) {
    this.#parts = parts;
    this.#wrap = wrap;
  }

  /** Whether long lines are broken where the pane ends. */
  get wrap(): boolean {
    return this.#wrap;
  }

  toggleWrap(): void {
    this.#wrap = !this.#wrap;
    this.#parts().store.write('files.wrap', this.#wrap);
  }

  /** Of a workspace; undefined before its files were shown. */
  core(workspace: string): FilesCore | undefined {
    return this.#cores.get(workspace);
  }

  /** Whether a tab shows text that isn't saved. */
  isUnsaved(tab: SessionRef): boolean {
    const path = pathOfTab(tab);
    return path !== undefined && (this.core(tab.workspace)?.documents.isUnsaved(path) ?? false);
  }

  load(workspace = this.#parts().desk.workspaceId): Promise<FilesCore> {
    let core = this.#loading.get(workspace);
    if (!core) {
      core = import('./files-core').then(({ FilesCore }) => {
        const made = new FilesCore(workspace, this.#parts());
        this.#cores = new Map([...this.#cores, [workspace, made]]);
        return made;
      });
      this.#loading.set(workspace, core);
      core.catch(() => this.#loading.delete(workspace));
    }
    return core;
  }

  /** Opens a file, at a place in it. */
  open(path: string, place?: FilePlace): void {
    const { desk } = this.#parts();
    if (place) void this.load().then((core) => core.documents.goTo(path, place));
    desk.open(fileTab(desk.workspaceId, path));
  }

  /** The one that is in front. */
  save(): void {
    this.#withShown((core, path) => void core.documents.find(path)?.save());
  }

  reveal(): void {
    this.#withShown((core, path) => core.reveal(path));
  }

  /** Who wrote the line where its cursor is. */
  askOrigin(): void {
    this.#withShown((core, path) => core.askOrigin(path));
  }

  #withShown(action: (core: FilesCore, path: string) => void): void {
    const { tabs } = this.#parts();
    const path = tabs.active && pathOfTab(tabs.active);
    if (path !== undefined) this.use((core) => action(core, path));
  }

  /** Does something with what is loaded first. */
  use(action: (core: FilesCore) => void, failed: () => void = () => undefined): void {
    void this.load().then(action, failed);
  }
}
