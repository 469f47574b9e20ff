import type { SessionRef } from '$api/client';
import type { Store } from '$lib/storage';

/** So many terminals are kept alive at most; one that was not looked at for longest is replayed when it is shown again. */
const mostAlive = 8;

/** The open tabs of this device and which one is shown. */
export class Tabs {
  readonly #store: Store;
  #items = $state.raw<readonly SessionRef[]>([]);
  #active = $state.raw<SessionRef>();
  /** Keys of the tabs whose terminals exist, the last one looked at first. */
  #alive = $state.raw<readonly string[]>([]);

  constructor(store: Store) {
    this.#store = store;
    const kept = (store.read('tabs') ?? {}) as { items?: unknown; active?: unknown };
    this.#items = (Array.isArray(kept.items) ? kept.items : []).filter(isRef);
    const active = isRef(kept.active) ? kept.active : undefined;
    if (active && this.has(active)) this.open(active);
  }

  get items(): readonly SessionRef[] {
    return this.#items;
  }

  get active(): SessionRef | undefined {
    return this.#active;
  }

  has(at: SessionRef): boolean {
    return this.#items.some((item) => tabKey(item) === tabKey(at));
  }

  isAlive(at: SessionRef): boolean {
    return this.#alive.includes(tabKey(at));
  }

  open(at: SessionRef): void {
    const key = tabKey(at);
    if (!this.has(at)) this.#items = [...this.#items, { workspace: at.workspace, id: at.id }];
    this.#active = this.#items.find((item) => tabKey(item) === key);
    this.#alive = [key, ...this.#alive.filter((other) => other !== key)].slice(0, mostAlive);
    this.#keep();
  }

  /** Closes a tab; when it was the one shown, its neighbour is next. */
  close(at: SessionRef): void {
    const key = tabKey(at);
    const index = this.#items.findIndex((item) => tabKey(item) === key);
    if (index < 0) return;
    this.#items = this.#items.filter((item) => tabKey(item) !== key);
    this.#alive = this.#alive.filter((other) => other !== key);
    if (this.#active && tabKey(this.#active) === key) {
      this.#active = undefined;
      const next = this.#items[Math.min(index, this.#items.length - 1)];
      if (next) this.open(next);
    }
    this.#keep();
  }

  /** Moves a tab before another one, or to the end. */
  move(at: SessionRef, index: number): void {
    const rest = this.#items.filter((item) => tabKey(item) !== tabKey(at));
    this.#items = [...rest.slice(0, index), at, ...rest.slice(index)];
    this.#keep();
  }

  neighbour(step: number): SessionRef | undefined {
    const index = this.#items.findIndex((item) => this.#active && tabKey(item) === tabKey(this.#active));
    if (index < 0) return this.#items[0];
    return this.#items[(index + step + this.#items.length) % this.#items.length];
  }

  #keep(): void {
    this.#store.write('tabs', { items: this.#items, active: this.#active });
  }
}

export function tabKey({ workspace, id }: SessionRef): string {
  return `${workspace}/${id}`;
}

function isRef(value: unknown): value is SessionRef {
  const ref = value as Partial<SessionRef> | null | undefined;
  return typeof ref?.id === 'string' && typeof ref.workspace === 'string';
}
