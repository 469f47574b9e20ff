import type { Store } from '$lib/storage';

const most = 30;

/** What was chosen on this device, the last first. */
export class Recents {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get all(): readonly string[] {
    const kept = this.#store.read('recent');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  }

  add(id: string): void {
    this.#store.write('recent', [id, ...this.all.filter((other) => other !== id)].slice(0, most));
  }
}
