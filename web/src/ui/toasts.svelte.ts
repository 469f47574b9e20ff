import type { Clock } from '$lib/clock';
import { m } from '$lib/messages';
import type { Reference } from '$lib/reference';

export interface Toast {
  readonly id: number;
  readonly tone: 'fail' | 'done' | 'wait';
  readonly title?: string;
  readonly text: string;
  readonly reference?: Reference;
  readonly actions?: readonly { readonly label: string; run(): void }[];
}

/** What has no place of its own on the screen: errors of actions, and news. Each stays until read or ten seconds. */
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

  /** @param again does what failed once more, where that may help. */
  show(text: string, reference?: Reference, again?: () => void): void {
    this.tell({ tone: 'fail', text, reference, actions: again && [{ label: m.common_try_again(), run: again }] });
  }

  /** The returned function takes it back. */
  tell(content: Omit<Toast, 'id'>): () => void {
    const toast = { ...content, id: ++this.#next };
    this.#items = [...this.#items.slice(-2), toast];
    const dismiss = () => this.dismiss(toast.id);
    this.#clock.after(10_000, dismiss);
    return dismiss;
  }

  dismiss(id: number): void {
    this.#items = this.#items.filter((toast) => toast.id !== id);
  }
}
