/** Takes a terminal's output in pieces and finds lines that are missing, come twice or are torn. */
export class NumberedLines {
  lost = 0;
  doubled = 0;
  strange = 0;
  /** The first thing that was wrong, in words. */
  first;
  #next = 1;
  #rest = '';
  #replaying = false;

  get count() {
    return this.#next - 1;
  }

  take(bytes) {
    if (this.#replaying) return;
    const lines = (this.#rest + bytes.toString('latin1')).split('\r\n');
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }

  /** What follows does not adjoin, and that was told: the next line may have any number. */
  hole() {
    this.#rest = '';
    this.#next = undefined;
  }

  /** The past comes anew after a cut: where it was cut is told nowhere in it, so that only the log itself can be judged. */
  replay() {
    this.#replaying = true;
  }

  /** What follows is new. */
  present() {
    if (this.#replaying) this.hole();
    this.#replaying = false;
  }

  #line(line) {
    const number = Number(/^line (\d+)$/.exec(line)?.[1]);
    if (Number.isNaN(number)) {
      // What follows a gap may begin in the middle of a line.
      if (this.#next !== undefined) this.#wrong('strange', 1, `${JSON.stringify(line)} instead of line ${this.#next}`);
      return;
    }

    const expected = this.#next ?? number;
    if (number > expected) this.#wrong('lost', number - expected, `lines ${expected} to ${number - 1} are missing`);
    if (number < expected) this.#wrong('doubled', 1, `line ${number} again, after line ${expected - 1}`);
    this.#next = Math.max(expected, number + 1);
  }

  #wrong(what, count, words) {
    this[what] += count;
    this.first ??= words;
  }
}
