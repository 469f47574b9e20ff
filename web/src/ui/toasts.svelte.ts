import type { Clock } from '$lib/clock';

export interface Toast {
  readonly id: number;
  readonly text: string;
}

/** Errors of actions that have no place of their own on the screen. Each stays until read or ten seconds. */
export class Toasts {
  readonly #clock: Clock;
  #next = 0;
  #items = $state.raw<readonly Toast[]>([]);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get items(): readonly Toast[] {
    return this.#items;
  }

  show(text: string): void {
    const toast = { id: ++this.#next, text };
    this.#items = [...this.#items.slice(-2), toast];
    this.#clock.after(10_000, () => this.dismiss(toast.id));
  }

  dismiss(id: number): void {
    this.#items = this.#items.filter((toast) => toast.id !== id);
  }
}
