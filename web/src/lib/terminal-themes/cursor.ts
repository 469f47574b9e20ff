import { Refused } from './theme';

/** A text that is read from front to back, and the line that was reached. */
export class Cursor {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  get line(): number {
    return this.#line;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** What stands next, up to the end of its line. */
  get rest(): string {
    return this.#text.slice(this.#at, this.#at + 60).split('\n', 1)[0] ?? '';
  }

  /** Goes past what fits, and returns its parts; undefined when it doesn't stand here. The expression is sticky. */
  take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text);
    if (!found) return undefined;
    this.#line += found[0].split('\n').length - 1;
    this.#at = expression.lastIndex;
    return found;
  }

  refuse(reason: string): never {
    throw new Refused(reason, this.#line);
  }
}
