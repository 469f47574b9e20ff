import type { Store } from '$lib/storage';

const narrowest = 180;
const widest = 480;

/** How the frame is arranged on this device. */
export class Layout {
  readonly #store: Store;
  #sidebarWidth = $state(248);
  #sidebarShown = $state(true);

  constructor(store: Store) {
    this.#store = store;
    const kept = (store.read('layout') ?? {}) as { sidebarWidth?: unknown; sidebarShown?: unknown };
    if (typeof kept.sidebarWidth === 'number') this.#sidebarWidth = clamp(kept.sidebarWidth);
    this.#sidebarShown = kept.sidebarShown !== false;
  }

  get sidebarWidth(): number {
    return this.#sidebarWidth;
  }

  set sidebarWidth(width: number) {
    this.#sidebarWidth = clamp(width);
    this.#keep();
  }

  get sidebarShown(): boolean {
    return this.#sidebarShown;
  }

  toggleSidebar(): void {
    this.#sidebarShown = !this.#sidebarShown;
    this.#keep();
  }

  #keep(): void {
    this.#store.write('layout', { sidebarWidth: this.#sidebarWidth, sidebarShown: this.#sidebarShown });
  }
}

export const sidebarLimits = { narrowest, widest };

function clamp(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}
