import type { SessionRef } from '$api/client';
import { SvelteMap } from 'svelte/reactivity';

/** Turns that somebody asked to see, each by the conversation that it is in: its pane goes there once it has them. */
class TurnGoals {
  readonly #turns = new SvelteMap<string, number>();

  of(at: SessionRef): number | undefined {
    return this.#turns.get(key(at));
  }

  set(at: SessionRef, turn: number): void {
    this.#turns.set(key(at), turn);
  }

  /** It is shown, or can't be; another may have been asked for since. */
  over(at: SessionRef, turn: number): void {
    if (this.of(at) === turn) this.#turns.delete(key(at));
  }
}

const key = ({ workspace, id }: SessionRef) => `${workspace}/${id}`;

/** One for the window, in the code of agents: nothing else needs it. */
export const turnGoals = new TurnGoals();
