import type { Of, SessionMessage } from './types';

/** A screen that arrives in several frames. */
export class SnapshotParts {
  readonly message: Of<SessionMessage, 'snapshot'>;
  readonly bytes: Uint8Array;
  #filled = 0;

  constructor(message: Of<SessionMessage, 'snapshot'>) {
    this.message = message;
    this.bytes = new Uint8Array(message.bytes);
  }

  get whole(): boolean {
    return this.#filled >= this.bytes.length;
  }

  /** What would be more than was announced is left out. */
  add(part: Uint8Array): void {
    const room = part.subarray(0, this.bytes.length - this.#filled);
    this.bytes.set(room, this.#filled);
    this.#filled += room.length;
  }
}
