/** An open terminal at a client: what both systems have in common. Keeps no output, only counts it and looks for marks. */
export class Terminal {
  bytes = 0;
  #socket;
  #frame;
  #tail = Buffer.alloc(0);
  #wanted;
  #found;

  constructor(socket, frame) {
    this.#socket = socket;
    this.#frame = frame;
    socket.binaryType = 'nodebuffer';
    this.opened = new Promise((open, fail) => {
      socket.once('open', open);
      socket.once('error', fail);
    });
    this.closed = new Promise((close) => socket.once('close', close));
  }

  take(bytes) {
    this.bytes += bytes.length;
    if (!this.#wanted) return;
    const seen = this.#tail.length > 0 ? Buffer.concat([this.#tail, bytes]) : bytes;
    if (seen.includes(this.#wanted)) {
      this.#wanted = undefined;
      this.#tail = Buffer.alloc(0);
      this.#found(performance.now());
    } else {
      this.#tail = Buffer.from(seen.subarray(Math.max(0, seen.length - this.#wanted.length + 1)));
    }
  }

  /** When the mark came, in milliseconds. Only what comes from now on counts. */
  see(mark, timeout = 60_000) {
    return new Promise((done, fail) => {
      const limit = setTimeout(() => fail(new Error(`${mark} did not come within ${timeout} ms`)), timeout);
      this.#wanted = Buffer.from(mark);
      this.#tail = Buffer.alloc(0);
      this.#found = (time) => {
        clearTimeout(limit);
        done(time);
      };
    });
  }

  type(text) {
    this.#socket.send(this.#frame(Buffer.from(text)));
  }

  /** Types, and says how long it took until the mark came back. */
  async ask(text, mark) {
    const seen = this.see(mark);
    const start = performance.now();
    this.type(text);
    return (await seen) - start;
  }

  async end() {
    this.#socket.terminate();
    await this.closed;
  }
}
