import { m } from '$lib/messages';

/** What finding in a terminal needs of it. */
export interface Findable {
  find(text: string, backwards: boolean, incremental: boolean): void;
  endFind(): void;
  focus(): void;
}

/** The find bar of one terminal. It begins at the newest hit and goes back: what one looks for was seen a moment ago. */
export class Find {
  readonly #screen: () => Findable | undefined;
  #open = $state(false);
  #text = $state('');
  #index = $state(-1);
  #count = $state(0);
  #within = $state<number>();

  constructor(screen: () => Findable | undefined) {
    this.#screen = screen;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    if (text === '') this.#clear();
    else this.#screen()?.find(text, true, true);
  }

  /** `3 of 12`, `nothing found`, or nothing to say. */
  get result(): string {
    if (this.#text === '') return '';
    if (this.#count === 0) return m.terminal_find_nothing();
    return this.#index < 0
      ? m.terminal_find_many({ count: this.#count })
      : m.terminal_find_of({ index: this.#index + 1, count: this.#count });
  }

  /** So many lines were looked through, when there is more of the session than the page holds. */
  get within(): number | undefined {
    return this.#text === '' ? undefined : this.#within;
  }

  open(): void {
    this.#open = true;
    if (this.#text !== '') this.#screen()?.find(this.#text, true, true);
  }

  close(): void {
    this.#open = false;
    this.#clear();
    this.#screen()?.focus();
  }

  next(): void {
    if (this.#text !== '') this.#screen()?.find(this.#text, false, false);
  }

  previous(): void {
    if (this.#text !== '') this.#screen()?.find(this.#text, true, false);
  }

  found(index: number, count: number, within?: number): void {
    this.#within = within;
    this.#index = index;
    this.#count = count;
  }

  #clear(): void {
    this.#count = 0;
    this.#index = -1;
    this.#screen()?.endFind();
  }
}
