const most = 1024 * 1024;

/** Carries bytes from one socket to another, in order, as slowly as the mode says. */
export class Pipe {
  #from;
  #to;
  #mode;
  #waiting = [];
  #held = 0;
  #timer;
  #freeAt = 0;

  constructor(from, to, mode) {
    this.#from = from;
    this.#to = to;
    this.#mode = mode;
    from.on('data', (chunk) => this.#take(chunk));
    from.on('end', () => this.#take(null));
    from.on('close', () => clearTimeout(this.#timer));
  }

  /** The mode is another one. */
  wake() {
    if (this.#mode.bytesPerSecond === Infinity) this.#freeAt = 0;
    this.#flow();
  }

  #take(chunk) {
    this.#waiting.push({ chunk, at: performance.now() });
    this.#held += chunk?.length ?? 0;
    if (this.#held > most) this.#from.pause();
    this.#flow();
  }

  #flow() {
    clearTimeout(this.#timer);
    while (this.#waiting.length > 0 && !this.#mode.stalled) {
      const { chunk, at } = this.#waiting[0];
      const now = performance.now();
      const due = Math.max(at + this.#mode.latency, this.#freeAt);
      if (due > now) {
        this.#timer = setTimeout(() => this.#flow(), due - now);
        return;
      }

      this.#waiting.shift();
      if (chunk === null) this.#to.end();
      else this.#send(chunk, now);
    }
  }

  #send(chunk, now) {
    this.#held -= chunk.length;
    this.#freeAt = now + (chunk.length / this.#mode.bytesPerSecond) * 1000;
    if (!this.#to.destroyed) this.#to.write(chunk);
    if (this.#held <= most && this.#from.isPaused()) this.#from.resume();
  }
}
