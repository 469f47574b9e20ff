import type { SessionRef } from '$api/client';
import type { SessionInfo } from '$api/types';
import { SvelteMap } from 'svelte/reactivity';
import { tabKey } from './tabs.svelte';

/** A command that ended while nobody looked at its terminal. */
export interface EndedCommand {
  readonly at: SessionRef;
  readonly session: string;
  /** Untrusted, as the shell told it. */
  readonly line: string | undefined;
  readonly exitCode: number | undefined;
  readonly durationMs: number;
}

export interface EndedCommandsOptions {
  /** How long a command must have run to be worth a word, in milliseconds; undefined when none is. */
  threshold(): number | undefined;
  /** Whether a person looks at this very terminal now. */
  watched(at: SessionRef): boolean;
  /** Whether the page is looked at. */
  pageSeen(): boolean;
  /** Says it on the page. */
  tell(news: EndedCommand): void;
  /** Says it outside the page. */
  notify(news: EndedCommand): void;
}

/** Which long commands ended unseen. Fed by the session list; what is on the screen is no news. */
export class EndedCommands {
  readonly #options: EndedCommandsOptions;
  /** When the last known command of each session ended. */
  readonly #known = new Map<string, string>();
  readonly #unseen = new SvelteMap<string, EndedCommand>();
  #untold: EndedCommand[] = [];

  constructor(options: EndedCommandsOptions) {
    this.#options = options;
  }

  /** So many sessions have something to look at. */
  get count(): number {
    return this.#unseen.size;
  }

  of(at: SessionRef): EndedCommand | undefined {
    return this.#unseen.get(tabKey(at));
  }

  take(session: SessionInfo): void {
    const key = tabKey(session);
    const last = session.lastCommand ?? undefined;
    const known = this.#known.get(key);
    const endedAt = last?.endedAt ?? '';
    this.#known.set(key, endedAt);
    // What ended before this page knew the session is the past.
    if (!last || known === undefined || known >= endedAt) return;
    const threshold = this.#options.threshold();
    if (threshold === undefined || last.durationMs < threshold || this.#options.watched(session)) return;
    const news: EndedCommand = {
      at: { workspace: session.workspace, id: session.id },
      session: session.name,
      line: last.command ?? undefined,
      exitCode: last.exitCode ?? undefined,
      durationMs: last.durationMs,
    };
    this.#unseen.set(key, news);
    if (this.#options.pageSeen()) return this.#options.tell(news);
    this.#untold.push(news);
    this.#options.notify(news);
  }

  drop(at: SessionRef): void {
    this.#known.delete(tabKey(at));
    this.#unseen.delete(tabKey(at));
  }

  /** Somebody looks at the page, or at another terminal of it. */
  looked(): void {
    if (!this.#options.pageSeen()) return;
    for (const [key, news] of this.#unseen) if (this.#options.watched(news.at)) this.#unseen.delete(key);
    const untold = this.#untold.filter((news) => this.#unseen.get(tabKey(news.at)) === news);
    this.#untold = [];
    for (const news of untold) this.#options.tell(news);
  }
}
