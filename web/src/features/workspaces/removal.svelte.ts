import type { UnsavedWork, WorkspaceInfo, WorkspaceRemoval } from '$api/types';
import type { WorkspacesClient } from '$api/workspaces-client';
import { m } from '$lib/messages';
import { Attempt } from './attempt.svelte';

/** What removing a workspace would lose, and the yes to it: a second one for what is nowhere else. */
export class Removal {
  readonly #gateway: Pick<WorkspacesClient, 'previewRemoval' | 'remove'>;
  readonly workspace: WorkspaceInfo;
  readonly attempt = new Attempt();
  withFolder = $state(false);
  loseWork = $state(false);
  #preview = $state.raw<WorkspaceRemoval>();

  constructor(gateway: Pick<WorkspacesClient, 'previewRemoval' | 'remove'>, workspace: WorkspaceInfo) {
    this.#gateway = gateway;
    this.workspace = workspace;
  }

  get preview(): WorkspaceRemoval | undefined {
    return this.#preview;
  }

  /** What would be lost with the folder and is nowhere else. */
  get work(): readonly UnsavedWork[] {
    return (this.withFolder && this.#preview?.work) || [];
  }

  get ready(): boolean {
    return this.#preview !== undefined && (this.work.length === 0 || this.loseWork);
  }

  async load(): Promise<void> {
    this.#preview = await this.attempt.make(() => this.#gateway.previewRemoval(this.workspace.id));
  }

  /** Whether it is gone. Where something changed since it was looked at, that is shown instead. */
  async agree(): Promise<boolean> {
    const preview = this.#preview;
    if (!preview || !this.ready) return false;
    const folder = this.withFolder ? preview.folder : undefined;
    const gone = await this.attempt.make(async () => {
      await this.#gateway.remove(this.workspace.id, preview.token, folder, this.loseWork);
      return true;
    });
    if (gone) return true;
    const { error, reference } = this.attempt;
    this.loseWork = false;
    await this.load();
    this.attempt.fail(error ?? '', reference);
    return false;
  }
}

/** `3 uncommitted files (a, b, c); 2 unpushed commits on main`. */
export function describeWork({ unknown, uncommitted, files, unpushed, branches, stashes }: UnsavedWork): string {
  if (unknown) return m.workspaces_work_unknown({ reason: unknown });
  return [
    uncommitted > 0 && m.workspaces_work_uncommitted({ count: uncommitted, files: files.slice(0, 3).join(', ') }),
    unpushed > 0 && m.workspaces_work_unpushed({ count: unpushed, branches: branches.join(', ') }),
    stashes > 0 && m.workspaces_work_stashes({ count: stashes }),
  ]
    .filter(Boolean)
    .join('; ');
}
