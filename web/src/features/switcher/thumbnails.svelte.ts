import type { SeenScreen, SessionRef } from '$api/client';
import type { Clock } from '$lib/clock';
import type { ScreenJson } from '$lib/screen-json';
import { SvelteMap } from 'svelte/reactivity';

/** Milliseconds between two rounds through the screens that are looked at. */
const round = 1500;

export interface ThumbnailSource {
  /** Undefined when it is what was seen already. */
  screen(at: SessionRef, seen: string | undefined, signal: AbortSignal): Promise<SeenScreen | undefined>;
  /** Nobody looks at the page: nothing is asked for. */
  hidden(): boolean;
  readonly clock: Clock;
  /** A screen that came, for whoever keeps them. */
  came?(at: SessionRef, screen: ScreenJson): void;
}

interface Watched {
  readonly at: SessionRef;
  /** It goes on, so it is asked for again and again. */
  readonly alive: boolean;
  /** Of what is asked for it. */
  readonly left: AbortController;
  seen?: string;
  done?: boolean;
}

/** The screens of the sessions that are looked at, one request at a time: one that didn't change is answered by nothing. */
export class Thumbnails {
  readonly #source: ThumbnailSource;
  readonly #watched = new Map<string, Watched>();
  readonly #screens = new SvelteMap<string, ScreenJson>();
  #stop: (() => void) | undefined;
  #asking = false;

  constructor(source: ThumbnailSource) {
    this.#source = source;
  }

  /** As it was when it was asked for last. */
  of(at: SessionRef): ScreenJson | undefined {
    return this.#screens.get(keyOf(at));
  }

  /** Somebody looks at it, until the returned function is called. */
  watch(at: SessionRef, alive: boolean): () => void {
    const key = keyOf(at);
    const watched: Watched = { at, alive, left: new AbortController(), seen: this.#watched.get(key)?.seen };
    this.#watched.set(key, watched);
    this.#soon(0);
    return () => {
      watched.left.abort();
      // Somebody else may look at it by now.
      if (this.#watched.get(key) === watched) this.#watched.delete(key);
      if (this.#watched.size === 0) this.#halt();
    };
  }

  #soon(wait: number): void {
    if (this.#asking) return;
    this.#halt();
    this.#stop = this.#source.clock.after(wait, () => void this.#goRound());
  }

  #halt(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  async #goRound(): Promise<void> {
    this.#asking = true;
    const done = new Set<string>();
    // Whoever comes into sight meanwhile is in this round, too.
    for (let next = this.#next(done); next && !this.#source.hidden(); next = this.#next(done)) {
      done.add(keyOf(next.at));
      await this.#ask(next);
    }
    this.#asking = false;
    if (this.#watched.size > 0) this.#soon(round);
  }

  #next(done: ReadonlySet<string>): Watched | undefined {
    return [...this.#watched.values()].find((watched) => !watched.done && !done.has(keyOf(watched.at)));
  }

  async #ask(watched: Watched): Promise<void> {
    const { at, alive, seen, left } = watched;
    const key = keyOf(at);
    try {
      const found = await this.#source.screen(at, this.#screens.has(key) ? seen : undefined, left.signal);
      if (found) {
        watched.seen = found.tag;
        this.#screens.set(key, found.screen);
        this.#source.came?.(at, found.screen);
      }
      watched.done = !alive;
    } catch {
      // It may be out of sight or gone, or the server away: what was seen last stays, and the next round asks again.
    }
  }
}

function keyOf({ workspace, id }: SessionRef): string {
  return `${workspace}/${id}`;
}
