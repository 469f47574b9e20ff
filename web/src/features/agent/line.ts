type Range = readonly [first: number, last: number];

/** The turns that a conversation consists of, as ranges: all of them, or those that are left after it was rolled back. */
export class TurnLine {
  readonly #ranges: readonly Range[];

  constructor(ranges: readonly Range[]) {
    this.#ranges = ranges;
  }

  has(turn: number): boolean {
    return this.#ranges.some(([first, last]) => first <= turn && turn <= last);
  }

  with(turn: number): TurnLine {
    const last = this.#ranges.at(-1);
    return last && last[1] + 1 === turn
      ? new TurnLine([...this.#ranges.slice(0, -1), [last[0], turn]])
      : new TurnLine([...this.#ranges, [turn, turn]]);
  }

  /** Without what came after a turn. */
  through(turn: number): TurnLine {
    return new TurnLine(
      this.#ranges.flatMap(([first, last]) => (first > turn ? [] : [[first, Math.min(last, turn)] as const])),
    );
  }
}
