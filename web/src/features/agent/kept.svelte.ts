import { messageOf, referenceOf } from '$api/problem';
import type { Reference } from '$lib/reference';

/** What the server keeps a list of: changed one thing at a time, and read anew after each. */
export class Kept<T> {
  readonly #read: () => Promise<readonly T[]>;
  #items = $state.raw<readonly T[]>();
  #busy = $state(false);
  #error = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(read: () => Promise<readonly T[]>) {
    this.#read = read;
  }

  /** Undefined until they came. */
  get items(): readonly T[] | undefined {
    return this.#items;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get error(): string | undefined {
    return this.#error;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  load(): Promise<boolean> {
    return this.run(() => Promise.resolve());
  }

  /** False when it failed, with `error` set, or while something else goes on. */
  async run(action: () => Promise<unknown>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.#error = this.#reference = undefined;
    try {
      await action();
      this.#items = await this.#read();
      return true;
    } catch (error) {
      this.#error = messageOf(error);
      this.#reference = referenceOf(error);
      // A part of it may have been done; if that can't be read either, what is told is why it failed.
      this.#items = await this.#read().catch(() => this.#items);
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
