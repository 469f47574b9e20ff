import { messageOf, referenceOf } from '$api/problem';
import type { OwnConversations } from '$api/types';
import type { Reference } from '$lib/reference';
import { id, line, text, type Facts } from './contract';

/** A conversation that the session goes on with, though it was begun elsewhere. */
export interface Taken {
  /** What the agent calls it; empty when it says nothing. */
  readonly title: string;
  /** Whether it tells what was said in it. */
  readonly tells: boolean;
}

/** How a session came to go on with a conversation that its agent had before. */
export class Past {
  #offered = $state(false);
  #taken = $state.raw<Taken>();
  #taking = $state(false);
  #failed = $state<string>();

  /** Whether the agent lists those that it had, and can go on with one. */
  get offered(): boolean {
    return this.#offered;
  }

  get taken(): Taken | undefined {
    return this.#taken;
  }

  /** Whether the agent still brings it up. */
  get taking(): boolean {
    return this.#taking;
  }

  /** Why it could not be taken up, in the agent's words; empty when the agent ended instead. */
  get failed(): string | undefined {
    return this.#failed;
  }

  clear(): void {
    this.#offered = false;
    this.#taken = undefined;
    this.#taking = false;
    this.#failed = undefined;
  }

  takenUp(data: Facts): void {
    this.#taken = { title: line(data.title), tells: data.tells === true };
    this.#taking = true;
    this.#failed = undefined;
  }

  notTakenUp(why: unknown): void {
    this.#taken = undefined;
    this.#taking = false;
    this.#failed = text(why);
  }

  ready(data: Facts): void {
    this.#offered = data.lists === true;
    this.#taking = false;
  }

  prompted(): void {
    this.#failed = undefined;
  }

  /** As it is now, whatever the facts that are here end with. */
  settle(ready: boolean): void {
    if (ready) this.#taking = false;
  }
}

/** One that the agent lists. */
export interface Own {
  /** As the agent names it. */
  readonly id: string;
  readonly title: string;
  readonly folder: string;
  readonly at: number | undefined;
}

/** Asks the agent for those that it has, a page at a time. Rejects with an ApiError. */
export type ReadOwn = (cursor?: string) => Promise<OwnConversations>;

/** The conversations that an agent had before, as it lists them. */
export class OwnList {
  readonly #read: ReadOwn;
  #items = $state.raw<readonly Own[]>([]);
  #next = $state<string>();
  #left = $state(0);
  #asked = $state(false);
  #busy = $state(false);
  #error = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(read: ReadOwn) {
    this.#read = read;
  }

  get items(): readonly Own[] {
    return this.#items;
  }

  get more(): boolean {
    return this.#next !== undefined;
  }

  /** How many the agent named that aren't told. */
  get left(): number {
    return this.#left;
  }

  /** Whether it has answered. */
  get known(): boolean {
    return this.#asked;
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

  /** Where the last answer ended, or from the beginning. */
  async goOn(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#error = undefined;
    try {
      const { items, next, left } = await this.#read(this.#next);
      const known = new Set(this.#items.map((one) => one.id));
      const added = items.flatMap((one): Own[] => {
        const key = id(one.session);
        const at = typeof one.updatedAt === 'string' ? Date.parse(one.updatedAt) : NaN;
        return key === '' || known.has(key)
          ? []
          : [{ id: key, title: line(one.title), folder: line(one.cwd, 4096), at: Number.isNaN(at) ? undefined : at }];
      });
      this.#items = [...this.#items, ...added];
      // One that names the same place for ever has no more.
      this.#next = added.length > 0 ? (next ?? undefined) : undefined;
      this.#left += left;
      this.#asked = true;
    } catch (error) {
      this.#error = messageOf(error);
      this.#reference = referenceOf(error);
    } finally {
      this.#busy = false;
    }
  }
}
