import { backoff } from '$lib/backoff';
import type { Clock } from '$lib/clock';
import type { OpenSocket, Socket } from './socket';

/** `waiting`: from the first failure until it is open again, tries and the waits between them alike. */
export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'closed';

export interface ConnectionEvents {
  state(state: ConnectionState): void;
  opened(): void;
  /** @param length of its JSON, in characters */
  text(message: { t: string }, length: number): void;
  binary(frame: ArrayBuffer): void;
  /** An open connection was lost. */
  lost(): void;
  /** A connection never opened: the handshake was refused or nobody answered. A browser doesn't say which. */
  refused(): void;
  /** Tries again at this time of the clock. */
  waiting?(until: number): void;
  latency?(milliseconds: number): void;
}

export interface ConnectionOptions {
  readonly path: string;
  readonly open: OpenSocket;
  readonly clock: Clock;
  /** Calls back when it is worth trying at once: back online, or the page shown again. Returns its end. */
  readonly onWake: (wake: () => void) => () => void;
}

const pingEvery = 10_000;
const pongWithin = 10_000;
/** After a sleep or on another network an open connection is more likely dead than slow. */
const wokenPongWithin = 3_000;
/** A connection that held this long starts the waits from the shortest again. */
const settledAfter = 5_000;

/** A WebSocket that comes back by itself, and notices when the other end is gone without a word. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  #socket: Socket | undefined;
  #state: ConnectionState = 'closed';
  #attempt = 0;
  #pingId = 0;
  #openedAt = 0;
  #pingSentAt = 0;
  #timer: (() => void) | undefined;
  #endWake: (() => void) | undefined;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** What the logs name the present connection by. */
  get traceId(): string | undefined {
    return this.#socket?.traceId;
  }

  start(): void {
    if (this.#state !== 'closed') return;
    this.#endWake = this.#options.onWake(() => this.#wake());
    this.#attempt = 0;
    this.#connect();
  }

  /** Ends it for good, or until the next start. */
  stop(): void {
    this.#endWake?.();
    this.#endWake = undefined;
    this.#drop();
    this.#enter('closed');
  }

  /** False when there is nobody to send to. */
  send(message: object | Uint8Array<ArrayBuffer>): boolean {
    if (this.#state !== 'open' || !this.#socket) return false;
    this.#socket.send(message instanceof Uint8Array ? message : JSON.stringify(message));
    return true;
  }

  /** Starts anew, because what came makes no sense. Waits like after any other failure. */
  reconnect(): void {
    if (this.#state === 'open') this.#ended();
  }

  /** Tries at once, when it waits to try again. */
  tryNow(): void {
    if (this.#state === 'waiting' && !this.#socket) {
      this.#attempt = 0;
      this.#connect();
    }
  }

  #connect(): void {
    this.#drop();
    // A retry goes on being told as waiting: nothing is better yet.
    if (this.#state === 'closed') this.#enter('connecting');
    const socket = this.#options.open(this.#options.path);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    // A handshake may hang on a dead network as well.
    this.#timer = this.#options.clock.after(pongWithin, () => this.#ended());
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = () => this.#ended();
  }

  #opened(): void {
    this.#openedAt = this.#options.clock.now();
    this.#enter('open');
    this.#events.opened();
    if (this.#still('open')) this.#ping();
  }

  #received(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      this.#events.binary(data);
      return;
    }
    const message = parse(data);
    if (message === undefined) return;
    if (message.t !== 'pong') this.#events.text(message, (data as string).length);
    else if ((message as { id?: unknown }).id === this.#pingId) this.#ponged();
  }

  #ping(within = pongWithin): void {
    this.#timer?.();
    this.#pingSentAt = this.#options.clock.now();
    this.send({ t: 'ping', id: ++this.#pingId });
    this.#timer = this.#options.clock.after(within, () => this.#ended());
  }

  #ponged(): void {
    this.#timer?.();
    this.#events.latency?.(Math.max(0, this.#options.clock.now() - this.#pingSentAt));
    this.#timer = this.#options.clock.after(pingEvery, () => this.#ping());
  }

  #ended(): void {
    const wasOpen = this.#state === 'open';
    this.#drop();
    if (wasOpen && this.#options.clock.now() - this.#openedAt >= settledAfter) this.#attempt = 0;
    this.#enter('waiting');
    if (wasOpen) this.#events.lost();
    else this.#events.refused();
    if (!this.#still('waiting')) return;
    const wait = backoff(this.#attempt++, this.#options.clock.random());
    this.#timer = this.#options.clock.after(wait, () => this.#connect());
    this.#events.waiting?.(this.#options.clock.now() + wait);
  }

  #wake(): void {
    if (this.#state === 'open') this.#ping(wokenPongWithin);
    else this.tryNow();
  }

  #drop(): void {
    this.#timer?.();
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #enter(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.state(state);
  }

  /** Whether a callback left the state as it was. */
  #still(state: ConnectionState): boolean {
    return this.#state === state;
  }
}

function parse(data: unknown): { t: string } | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message = JSON.parse(data) as unknown;
    return typeof message === 'object' && message !== null && 't' in message ? (message as { t: string }) : undefined;
  } catch {
    return undefined;
  }
}
