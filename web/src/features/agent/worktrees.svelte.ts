import type { Worktree, WorktreeList } from '$api/types';
import { Kept } from './kept.svelte';

/** What a workspace's worktrees are read from and changed by. Each rejects with an ApiError. */
export interface WorktreeGateway {
  all(): Promise<WorktreeList>;
  merge(name: string, message: string | undefined): Promise<void>;
  remove(name: string, lose: boolean): Promise<void>;
}

/** The git worktrees that agents of a workspace work in. */
export class Worktrees extends Kept<Worktree> {
  readonly #gateway: WorktreeGateway;
  readonly #missing: { text?: string | null };

  constructor(gateway: WorktreeGateway) {
    const missing = $state<{ text?: string | null }>({});
    super(async () => {
      const all = await gateway.all();
      missing.text = all.missing;
      return all.items;
    });
    this.#gateway = gateway;
    this.#missing = missing;
  }

  /** Why the workspace can have none. */
  get missing(): string | undefined {
    return this.#missing.text ?? undefined;
  }

  /** @param message what to commit with what isn't committed */
  merge({ name }: Worktree, message?: string): Promise<boolean> {
    return this.run(() => this.#gateway.merge(name, message));
  }

  /** @param lose also with work that is nowhere else */
  remove({ name }: Worktree, lose: boolean): Promise<boolean> {
    return this.run(() => this.#gateway.remove(name, lose));
  }
}
