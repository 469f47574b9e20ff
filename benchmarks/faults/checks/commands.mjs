/** The numbered commands that were sent to one shell, and what became of each. */
export class CommandLedger {
  sent = 0;
  confirmations = 0;
  /** The runner said that these reached the shell, and no cut of the log excuses one that isn't found. */
  confirmed = new Set();
  /** Sent, but the connection ended first, or the runner refused them: whether they ran is not known. */
  unknown = new Set();
  #due = [];

  next() {
    return ++this.sent;
  }

  confirm(number) {
    this.confirmations++;
    this.confirmed.add(number);
    this.#due.push(number);
  }

  /** Those confirmed since the last time. */
  takeDue() {
    return this.#due.splice(0);
  }

  /** The log was cut, and that was told: what was confirmed until now may have gone with it. */
  excuse() {
    this.confirmed.clear();
    this.#due = [];
  }

  /** Commands seen that nobody sent. */
  foreign(printed) {
    return [...printed.all()].filter((number) => number > this.sent);
  }
}

/** Those of these commands that a client hasn't seen run. */
export function missing(numbers, printed) {
  return numbers.filter((number) => !printed.has(number));
}

/** The numbers that a shell printed, as one client saw them. */
export class PrintedCommands {
  doubled = 0;
  disordered = 0;
  first;
  #numbers = new Set();
  #last = 0;
  #rest = '';

  take(bytes) {
    const text = this.#rest + bytes.toString('latin1');
    let end = 0;
    for (const match of text.matchAll(/<ran (\d+)>/g)) {
      this.#printed(Number(match[1]));
      end = match.index + match[0].length;
    }
    this.#rest = text.slice(Math.max(end, text.length - 40));
  }

  /** What follows does not adjoin, and that was told. */
  hole() {
    this.#rest = '';
  }

  /** The past comes anew after a cut. */
  replay() {
    this.#numbers.clear();
    this.#last = 0;
    this.#rest = '';
  }

  /** What follows is new. */
  present() {}

  has(number) {
    return this.#numbers.has(number);
  }

  all() {
    return this.#numbers;
  }

  #printed(number) {
    if (this.#numbers.has(number)) {
      this.doubled++;
      this.first ??= `command ${number} ran again`;
    } else if (number < this.#last) {
      this.disordered++;
      this.first ??= `command ${number} ran after ${this.#last}`;
    }
    this.#numbers.add(number);
    this.#last = Math.max(this.#last, number);
  }
}
