import type { WorkspaceInfo } from '$api/types';

/** The workspaces that there are, as the server last told, and the one that this window shows. */
export class Workspaces {
  #all = $state.raw<readonly WorkspaceInfo[]>([]);
  #shown = $state('');

  readonly #current = $derived(this.#all.find(({ id }) => id === this.#shown));
  readonly #open = $derived(this.#all.filter(({ archived }) => !archived));
  readonly #archived = $derived(this.#all.filter(({ archived }) => archived));

  /** @param shown the one that is shown first. */
  constructor(shown: string) {
    this.#shown = shown;
  }

  /** The id of the one that this window shows. */
  get shown(): string {
    return this.#shown;
  }

  /** What is known of it. */
  get current(): WorkspaceInfo | undefined {
    return this.#current;
  }

  get all(): readonly WorkspaceInfo[] {
    return this.#all;
  }

  /** Those that aren't put away. */
  get open(): readonly WorkspaceInfo[] {
    return this.#open;
  }

  get archived(): readonly WorkspaceInfo[] {
    return this.#archived;
  }

  find(id: string): WorkspaceInfo | undefined {
    return this.#all.find((workspace) => workspace.id === id);
  }

  show(id: string): void {
    this.#shown = id;
  }

  /** A server whose runner hasn't come yet has none to tell of. */
  take(all: readonly WorkspaceInfo[]): void {
    if (all.length > 0) this.#all = all;
  }

  /** An answer shows sooner what the stream tells too. */
  put(workspace: WorkspaceInfo): void {
    this.#all = this.find(workspace.id)
      ? this.#all.map((known) => (known.id === workspace.id ? workspace : known))
      : [...this.#all, workspace];
  }

  drop(id: string): void {
    this.#all = this.#all.filter((workspace) => workspace.id !== id);
  }
}
