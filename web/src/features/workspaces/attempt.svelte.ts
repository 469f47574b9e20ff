import { messageOf, referenceOf } from '$api/problem';
import type { Reference } from '$lib/reference';

/** One thing at a time that may fail, and why it did. */
export class Attempt {
  #busy = $state(false);
  #error = $state<string>();
  #reference = $state.raw<Reference>();

  get busy(): boolean {
    return this.#busy;
  }

  get error(): string | undefined {
    return this.#error;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  /** Undefined when it failed, or when something else goes on. */
  async make<T>(action: () => Promise<T>): Promise<T | undefined> {
    if (this.#busy) return undefined;
    this.#busy = true;
    this.#error = this.#reference = undefined;
    try {
      return await action();
    } catch (error) {
      this.fail(messageOf(error), referenceOf(error));
      return undefined;
    } finally {
      this.#busy = false;
    }
  }

  fail(error: string, reference?: Reference): void {
    this.#error = error;
    this.#reference = reference;
  }
}
