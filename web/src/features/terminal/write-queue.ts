type Item = { bytes: Uint8Array; taken: () => void } | { action: () => void };

/** Bytes that are parsed in a few milliseconds: whoever parses looks at the time between two pieces only. */
const piece = 8192;

/** What takes bytes and says later that it parsed them. */
export type Sink = (bytes: Uint8Array, parsed: () => void) => void;

/**
 * Keeps actions (a resize, a reset) in their place among bytes that the terminal parses some time later: an action waits until
 * all bytes before it are parsed, and what comes after it waits for the action.
 */
export class WriteQueue {
  readonly #sink: Sink;
  #parsing = 0;
  #waiting: Item[] = [];

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** In pieces, between which the page can draw and answer. */
  write(bytes: Uint8Array, taken: () => void): void {
    let at = 0;
    for (; at + piece < bytes.length; at += piece) this.writeWhole(bytes.subarray(at, at + piece), () => undefined);
    this.writeWhole(bytes.subarray(at), taken);
  }

  /** In one piece, however long that takes. */
  writeWhole(bytes: Uint8Array, taken: () => void): void {
    if (this.#waiting.length > 0) this.#waiting.push({ bytes, taken });
    else this.#pass(bytes, taken);
  }

  run(action: () => void): void {
    if (this.#parsing === 0 && this.#waiting.length === 0) action();
    else this.#waiting.push({ action });
  }

  #pass(bytes: Uint8Array, taken: () => void): void {
    this.#parsing++;
    this.#sink(bytes, () => {
      this.#parsing--;
      taken();
      // Not inside the parser's own callback: an action may resize the terminal.
      if (this.#parsing === 0 && this.#waiting.length > 0) queueMicrotask(() => this.#next());
    });
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      const item = this.#waiting[0] as Item;
      if ('action' in item) {
        if (this.#parsing > 0) return;
        this.#waiting.shift();
        item.action();
      } else {
        this.#waiting.shift();
        this.#pass(item.bytes, item.taken);
      }
    }
  }
}
