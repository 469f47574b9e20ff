import { contentBlock, facts, id, list, type ContentBlock, type Facts } from './contract';

/** A prompt that waits until the agent has answered those before. */
export interface Queued {
  readonly number: number;
  readonly blocks: readonly ContentBlock[];
  readonly by: string;
}

/** What is to be prompted next. */
export class Queue {
  #waiting = $state.raw<readonly Queued[]>([]);
  #held = $state(false);

  get waiting(): readonly Queued[] {
    return this.#waiting;
  }

  /** Whether a person has to say that it goes on: the turn before didn't end well. */
  get held(): boolean {
    return this.#held && this.#waiting.length > 0;
  }

  hold(held: boolean): void {
    this.#held = held;
  }

  clear(): void {
    this.#waiting = [];
    this.#held = false;
  }

  /** A new one, or one that was changed. */
  put(data: Facts): void {
    const number = Number(id(data.queued));
    if (!Number.isSafeInteger(number)) return;
    const queued = { number, blocks: list(data.prompt).map(contentBlock), by: id(data.by) };
    this.#waiting = this.#waiting.some((one) => one.number === number)
      ? this.#waiting.map((one) => (one.number === number ? queued : one))
      : [...this.#waiting, queued];
  }

  take(data: Facts): void {
    const number = Number(id(facts(data).queued));
    this.#waiting = this.#waiting.filter((one) => one.number !== number);
  }
}
