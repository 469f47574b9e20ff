import type { SeenScreen, SessionRef } from '$api/client';
import type { SessionInfo } from '$api/types';
import type { Clock } from '$lib/clock';
import type { ScreenJson } from '$lib/screen-json';
import { keyOf, type LastScreens } from './last-screens';

/** Milliseconds between two times that the screens are kept, and until the first. */
const often = 30_000;
const soon = 2_000;

export interface KeeperSource {
  /** All sessions, those first whose screens are worth most. */
  sessions(): readonly SessionInfo[];
  screen(at: SessionRef, seen: string | undefined): Promise<SeenScreen | undefined>;
  /** Somebody looks at the page and the server answers. */
  worth(): boolean;
  readonly clock: Clock;
}

/** At most so many screens are asked for in a round. */
const most = 12;

/** Keeps what is seen, again and again, asking only for what changed. */
export class ScreenKeeper {
  readonly #last: LastScreens;
  readonly #source: KeeperSource;
  readonly #seen = new Map<string, string>();
  #callOff: (() => void) | undefined;
  #stopped = false;

  constructor(last: LastScreens, source: KeeperSource) {
    this.#last = last;
    this.#source = source;
  }

  start(): void {
    this.#after(soon);
  }

  stop(): void {
    this.#stopped = true;
    this.#callOff?.();
  }

  /** One round. @param count of how many sessions at most. */
  async round(count = most): Promise<void> {
    const { sessions, screen, worth, clock } = this.#source;
    if (!worth()) return;
    const all = sessions();
    const screens: (readonly [SessionRef, ScreenJson])[] = [];
    // An agent has a conversation, and no screen.
    for (const session of all.filter(({ kind }) => kind !== 'agent').slice(0, count)) {
      const key = keyOf(session);
      try {
        const found = await screen(session, this.#seen.get(key));
        if (!found) continue;
        this.#seen.set(key, found.tag);
        screens.push([session, found.screen]);
      } catch {
        // Gone meanwhile, or out of reach: what was kept of it stays.
      }
    }
    // Whoever signed out meanwhile wants nothing kept.
    if (!this.#stopped) await this.#last.keep(clock.now(), all, screens);
  }

  #after(wait: number): void {
    if (this.#stopped) return;
    this.#callOff = this.#source.clock.after(wait, () => void this.round().finally(() => this.#after(often)));
  }
}
