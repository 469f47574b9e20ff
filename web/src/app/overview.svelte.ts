import type { Component } from 'svelte';

/** All sessions at once, over the page. What is asked about one of them is asked over that. */
export class Overview {
  readonly #load: () => Promise<Component>;
  readonly #failed: () => void;
  #view = $state.raw<Component>();

  constructor(load: () => Promise<Component>, failed: () => void) {
    this.#load = load;
    this.#failed = failed;
  }

  /** What shows them; undefined while the page is seen. */
  get view(): Component | undefined {
    return this.#view;
  }

  async show(): Promise<void> {
    try {
      this.#view = await this.#load();
    } catch {
      this.#failed();
    }
  }

  hide(): void {
    this.#view = undefined;
  }
}
