/** An event of a session's past. */
export interface PastEvent {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly type: string;
  /** What was printed, for output. */
  readonly bytes: Uint8Array | undefined;
  readonly data: unknown;
}

export interface Piece {
  readonly events: readonly PastEvent[];
  /** Ask after this position for more; undefined when there is none. */
  readonly next: number | undefined;
}

/** Reads what `GET …/recording` answered: a line of JSON for each event, then where to go on. */
export function readPiece(lines: string): Piece {
  const events: PastEvent[] = [];
  let next: number | undefined;
  for (const line of lines.split('\n')) {
    if (line.trim() === '') continue;
    const entry = JSON.parse(line) as {
      seq?: number;
      time?: number;
      type?: string;
      data?: unknown;
      next?: number | null;
    };
    if (entry.type === undefined) {
      next = entry.next ?? undefined;
      continue;
    }
    const { seq = 0, time = 0, type, data } = entry;
    const bytes = type === 'terminal.output' && typeof data === 'string' ? fromBase64(data) : undefined;
    events.push({ seq, time: time / 1000, type, bytes, data });
  }
  return { events, next };
}

/** The past from a position on, fetched piece by piece ahead of what is played. */
export class Recording {
  readonly #fetch: (after: number) => Promise<string>;
  #events: PastEvent[] = [];
  #taken = 0;
  #next: number | undefined;
  #fetching: Promise<void> | undefined;

  /** @param after the position that is on the screen already. */
  constructor(fetch: (after: number) => Promise<string>, after: number) {
    this.#fetch = fetch;
    this.#next = after;
  }

  /** The event that comes next; undefined when none is here, or none is left. */
  get ahead(): PastEvent | undefined {
    return this.#events[this.#taken];
  }

  /** Whether more has to come before it can be played on. */
  get starving(): boolean {
    return this.ahead === undefined && this.#next !== undefined;
  }

  take(): PastEvent | undefined {
    const event = this.#events[this.#taken];
    if (event) this.#taken++;
    return event;
  }

  /** Fetches the next piece when little is left. Rejects when it can't be had. */
  async fill(): Promise<void> {
    if (this.#next === undefined || this.#events.length - this.#taken > enough) return;
    this.#fetching ??= this.#more(this.#next).finally(() => (this.#fetching = undefined));
    await this.#fetching;
  }

  async #more(after: number): Promise<void> {
    const { events, next } = readPiece(await this.#fetch(after));
    this.#events = [...this.#events.slice(this.#taken), ...events];
    this.#taken = 0;
    this.#next = next;
  }
}

const enough = 50;

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
