import { encodeInput, inputPieces } from '$lib/frames';

/** Typed while nothing is connected: more than a person types blindly, less than what would surprise them later. */
const mostKept = 4096;

/**
 * What was typed on this page and isn't known to be with the program: sent and not confirmed, or kept until there is somebody to send
 * it to. Its ids count on over connections, so that the runner knows what it has already.
 */
export class OutgoingInput {
  #lastId = 0;
  readonly #sent = new Map<number, Uint8Array>();
  #kept = new Uint8Array();

  /** What waits to be sent. */
  get kept(): Uint8Array {
    return this.#kept;
  }

  send(bytes: Uint8Array, pass: (frame: Uint8Array<ArrayBuffer>) => void): void {
    for (const piece of inputPieces(bytes)) {
      const id = ++this.#lastId;
      this.#sent.set(id, piece);
      pass(encodeInput(id, piece));
    }
  }

  /** False when too much waits already: nothing of it is taken then. */
  keep(bytes: Uint8Array): boolean {
    if (this.#kept.length + bytes.length > mostKept) return false;
    const more = new Uint8Array(this.#kept.length + bytes.length);
    more.set(this.#kept);
    more.set(bytes, this.#kept.length);
    this.#kept = more;
    return true;
  }

  discard(): void {
    this.#kept = new Uint8Array();
  }

  flush(pass: (frame: Uint8Array<ArrayBuffer>) => void): void {
    const kept = this.#kept;
    this.discard();
    if (kept.length > 0) this.send(kept, pass);
  }

  written(id: number): void {
    for (const sent of this.#sent.keys()) if (sent <= id) this.#sent.delete(sent);
  }

  /**
   * Goes on over a new connection: what the runner lacks is sent again.
   * @param received the last input that the runner has; undefined when it knows nothing of this page.
   * @returns how many bytes nobody knows about: they are given up.
   */
  resume(received: number | undefined, pass: (frame: Uint8Array<ArrayBuffer>) => void): number {
    let unknown = 0;
    for (const [id, bytes] of this.#sent) {
      if (received === undefined) unknown += bytes.length;
      else if (id > received) pass(encodeInput(id, bytes));
    }
    if (received === undefined) this.#sent.clear();
    return unknown;
  }
}
