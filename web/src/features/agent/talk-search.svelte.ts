import { messageOf, referenceOf } from '$api/problem';
import type { ConversationMatch, ConversationSearch } from '$api/types';
import type { Clock } from '$lib/clock';
import type { Reference } from '$lib/reference';

/** Looks through the conversations of a workspace, from a session on. Rejects with an ApiError. */
export type LookThrough = (words: string, after?: string) => Promise<ConversationSearch>;

/** Who types goes on typing: it is searched for what stands there when that stops. */
const calm = 250;
/** As long as the runner takes it. */
const longest = 200;

/** What is searched for in all conversations of a workspace, and what was found. */
export class TalkSearch {
  readonly #look: LookThrough;
  readonly #clock: Clock;
  #later: (() => void) | undefined;
  /** An answer to what isn't asked any more is of no use. */
  #asked = 0;
  #words = $state('');
  #searched = $state('');
  #items = $state.raw<readonly ConversationMatch[]>([]);
  #next = $state<string>();
  #busy = $state(false);
  #error = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(look: LookThrough, clock: Clock) {
    this.#look = look;
    this.#clock = clock;
  }

  get words(): string {
    return this.#words;
  }

  set words(words: string) {
    this.#words = words;
    this.#later?.();
    this.#later = this.#clock.after(calm, () => void this.run());
  }

  /** The words that the items have. */
  get searched(): string {
    return this.#searched;
  }

  get items(): readonly ConversationMatch[] {
    return this.#items;
  }

  /** Whether there are conversations that weren't looked through yet. */
  get more(): boolean {
    return this.#next !== undefined;
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

  /** Searches for what is written, from the beginning. */
  async run(): Promise<void> {
    this.#later?.();
    const words = this.#words.trim().slice(0, longest);
    if (words === '') return this.close();
    await this.#ask(words, undefined);
  }

  /** Goes on where the last answer ended. */
  async goOn(): Promise<void> {
    if (this.#next !== undefined && !this.#busy) await this.#ask(this.#searched, this.#next);
  }

  /** Nothing is searched for any more. */
  close(): void {
    this.#later?.();
    this.#asked++;
    this.#take('', [], undefined);
  }

  async #ask(words: string, after: string | undefined): Promise<void> {
    const asked = ++this.#asked;
    this.#busy = true;
    try {
      const { items, next } = await this.#look(words, after);
      if (asked !== this.#asked) return;
      this.#take(words, after === undefined ? items : [...this.#items, ...items], next ?? undefined);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#busy = false;
      this.#error = messageOf(error);
      this.#reference = referenceOf(error);
    }
  }

  #take(words: string, items: readonly ConversationMatch[], next: string | undefined): void {
    this.#searched = words;
    this.#items = items;
    this.#next = next;
    this.#busy = false;
    this.#error = undefined;
    this.#reference = undefined;
  }
}
