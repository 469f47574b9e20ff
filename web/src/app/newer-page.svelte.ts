import type { Clock } from '$lib/clock';
import type { Store } from '$lib/storage';

export interface NewerPageOptions {
  /** The name that tells this page from one of another build. */
  own: string | undefined;
  /** The same of the page that the server has now; undefined when it can't be told. */
  look(): Promise<string | undefined>;
  /** A person is in the middle of something that a reload would take away. */
  busy(): boolean;
  reload(): void;
  clock: Clock;
  /** Remembers over a reload, in this tab alone. */
  store: Store;
}

/** Milliseconds after which a look that failed is tried again; then it waits for the next connection. */
const again = [1000, 5000, 20_000];

/**
 * Whether the server has a newer page than this one: after an upgrade an open page is of the version before. It reloads itself as soon as
 * that takes nothing away, and says so until then.
 */
export class NewerPage {
  readonly #options: NewerPageOptions;
  #there = $state(false);
  #callOff: (() => void) | undefined;

  constructor(options: NewerPageOptions) {
    this.#options = options;
  }

  get there(): boolean {
    return this.#there;
  }

  /** After a new connection: a server that was started anew can have another page. */
  async check(): Promise<void> {
    this.#callOff?.();
    await this.#look(0);
  }

  async #look(failures: number): Promise<void> {
    const { own, clock, store } = this.#options;
    if (!own || this.#there) return;
    const found = await this.#options.look().catch(() => undefined);
    if (!found) {
      // It may be lost once more while a server comes up, and the connection stand all the same: nothing else would ask again.
      const wait = again[failures];
      if (wait !== undefined) this.#callOff = clock.after(wait, () => void this.#look(failures + 1));
      return;
    }
    if (found === own || this.#there) return;
    this.#there = true;
    // Something between gave the same page again: once is enough, the rest is up to a person.
    if (store.read('reloaded-for') === found) return;
    store.write('reloaded-for', found);
    this.#wait();
  }

  now(): void {
    this.#callOff?.();
    this.#options.reload();
  }

  #wait(): void {
    if (!this.#options.busy()) return this.now();
    this.#callOff = this.#options.clock.after(1000, () => this.#wait());
  }
}

/** The address of the program that a page starts with: it has a name of its own in every build. */
export function entryOf(page: Document): string | undefined {
  return page.querySelector('script[type="module"][src]')?.getAttribute('src') ?? undefined;
}

export async function entryOnServer(): Promise<string | undefined> {
  const response = await fetch('/', { cache: 'no-cache' });
  if (!response.ok) return undefined;
  return entryOf(new DOMParser().parseFromString(await response.text(), 'text/html'));
}
