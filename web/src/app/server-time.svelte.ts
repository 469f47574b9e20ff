import type { Clock } from '$lib/clock';

/** Below this it is the network, or whole seconds, as an answer tells them. */
const noticed = 30_000;

/**
 * What time it is where the sessions are, by what every answer says of it. A device whose clock is hours off would show
 * what just happened as hours old, or as not yet happened.
 */
export class ServerTime {
  readonly #clock: Pick<Clock, 'now'>;
  #ahead = $state(0);

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** By how many milliseconds this device's clock is ahead of the server's; 0 while that is little. */
  get ahead(): number {
    return this.#ahead;
  }

  now(): number {
    return this.#clock.now() - this.#ahead;
  }

  /** A `fetch` that looks at the time of each answer. */
  watching(fetcher: typeof fetch): typeof fetch {
    return async (input, init) => {
      const sent = this.#clock.now();
      const response = await fetcher(input, init);
      this.#look(response.headers.get('date'), sent, this.#clock.now());
      return response;
    };
  }

  #look(date: string | null, sent: number, received: number): void {
    const there = Date.parse(date ?? '');
    // One that was long on its way says little.
    if (Number.isNaN(there) || received - sent > noticed) return;
    const ahead = (sent + received) / 2 - there;
    if (Math.abs(ahead - this.#ahead) < noticed) return;
    this.#ahead = Math.abs(ahead) < noticed ? 0 : ahead;
  }
}
