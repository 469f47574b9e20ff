import { decodeOutput, decodeSnapshot } from '$lib/frames';
import { randomId } from '$lib/random-id';
import { isAlive } from '$lib/session-state';
import { sessionPath, type SessionRef } from './client';
import { Connection, type ConnectionOptions, type ConnectionState } from './connection';
import { OutgoingCommands, type CommandAnswer } from './outgoing-commands';
import { OutgoingInput } from './outgoing-input';
import { SnapshotParts } from './snapshot-parts';
import type { ClientMessage, Of, Position, SessionInfo, SessionMessage } from './types';

/** What an attached session tells its view, in the order of its log. */
export interface SessionStreamEvents {
  state(state: ConnectionState): void;
  /** Not connected: tries again at this time of the clock. */
  waiting(until: number): void;
  refused(): void;
  attached(session: SessionInfo): void;
  /** What is shown is not what follows: clear it and take this size. */
  gap(gap: Of<SessionMessage, 'gap'>): void;
  /** As a gap, with the bytes that rebuild the screen in this size; `taken` as for output. */
  snapshot(snapshot: Of<SessionMessage, 'snapshot'>, bytes: Uint8Array, taken: () => void): void;
  /** Call `taken` once the bytes are on the screen: that is what opens the runner's window again. */
  output(bytes: Uint8Array, taken: () => void): void;
  event(event: Of<SessionMessage, 'event'>): void;
  /** Replay is over. */
  live(): void;
  /** Of so many typed bytes nobody knows whether they reached the process: the runner that took them is no more. */
  unknownInput(bytes: number): void;
  /** What waits to be sent was sent, or can't be: the session has ended. */
  keptChanged(): void;
  fault(fault: Of<SessionMessage, 'error'>, traceId?: string): void;
}

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** What the terminal is drawn with where a program names no colour, as `#rrggbb`: what a program that asks is told. */
export interface Colors {
  readonly foreground: string;
  readonly background: string;
  readonly cursor: string;
}

/** At most so many lines above the screen a snapshot brings. */
export const snapshotLines = 1000;

/** Output is acknowledged in steps of this many bytes, well below the runner's window. */
const acknowledgeEvery = 96 * 1024;

const frameCost = 64;

/** One attached session: resumes where it was, acknowledges what was taken in, and knows which input arrived. */
export class SessionStream {
  readonly #connection: Connection;
  readonly #events: SessionStreamEvents;
  #position: Position | undefined;
  /** The screen that is being received; the position moves when it is whole. */
  #snapshot: SnapshotParts | undefined;
  #size: Size | undefined;
  #colors: Colors | undefined;
  /** The size that the runner was told last, on this connection. */
  #told: Size | undefined;
  #attached = false;
  #looks = false;
  /** An earlier runner doesn't know `look`, and ends the connection over it. */
  #mayLook = false;
  /** Counts connections, so that what is taken in late isn't acknowledged to the wrong one. */
  #connectionNumber = 0;
  #unacknowledged = 0;
  /** Output that was handed over and isn't on the screen yet: nothing after it is acknowledged before it. */
  #inHand = 0;
  readonly #outgoing = new OutgoingInput();
  readonly #commands = new OutgoingCommands();
  /** This page's own name at the runner, over all its connections: what it typed is so applied once. */
  readonly #client = randomId();

  constructor(session: SessionRef, options: Omit<ConnectionOptions, 'path'>, events: SessionStreamEvents) {
    this.#events = events;
    this.#connection = new Connection(
      { ...options, path: `${sessionPath(session)}/attach` },
      {
        state: (state) => events.state(state),
        waiting: (until) => events.waiting(until),
        refused: () => events.refused(),
        opened: () => this.#opened(),
        lost: () => this.#lost(),
        text: (message, length) => this.#receive(message as SessionMessage, length),
        binary: (frame) => this.#binary(frame),
      },
    );
  }

  get position(): Position | undefined {
    return this.#position;
  }

  /** What this page has already, by another way: attaching goes on from there. */
  goOnFrom(position: Position): void {
    this.#position ??= position;
  }

  /** Attaches, from the position that was reached before if there is one. */
  start(size: Size | undefined, colors?: Colors): void {
    this.#size = size;
    this.#colors = colors;
    this.#connection.start();
  }

  /** Detaches. The session goes on; start goes on from here. */
  stop(): void {
    this.#connection.stop();
    this.#attached = false;
  }

  /** Tries at once to connect, when it waits to. */
  tryNow(): void {
    this.#connection.tryNow();
  }

  /** False when it was not sent: it can be kept. */
  input(bytes: Uint8Array): boolean {
    if (!this.#attached || this.#connection.state !== 'open') return false;
    this.#outgoing.send(bytes, this.#pass);
    return true;
  }

  /** Keeps what can't be sent now until this is attached again; false when it is too much. */
  keep(bytes: Uint8Array): boolean {
    return this.#outgoing.keep(bytes);
  }

  /** What waits to be sent. */
  get kept(): Uint8Array {
    return this.#outgoing.kept;
  }

  discardKept(): void {
    this.#outgoing.discard();
  }

  /** Sends what was kept, once attached. */
  sendKept(): void {
    if (this.#attached) this.#outgoing.flush(this.#pass);
  }

  /** Tells the session's kind what to do. What can't be sent now goes out once this is attached; so does, again, what was not answered. */
  command(name: string, data: unknown): Promise<CommandAnswer> {
    return this.#commands.send(name, data, (message) => this.#attached && this.#connection.send(message));
  }

  readonly #pass = (frame: Uint8Array<ArrayBuffer>) => this.#connection.send(frame);

  resize(size: Size): void {
    if (this.#size?.cols === size.cols && this.#size.rows === size.rows) return;
    this.#size = size;
    if (this.#attached) this.#tell(size);
  }

  /** Tells whether somebody sees what is shown. */
  look(on: boolean): void {
    if (on === this.#looks) return;
    this.#looks = on;
    if (this.#attached && this.#mayLook) this.#send({ t: 'look', on });
  }

  #tell(size: Size): void {
    this.#told = size;
    this.#send({ t: 'resize', ...size });
  }

  #send(message: ClientMessage): void {
    this.#connection.send(message);
  }

  #opened(): void {
    this.#connectionNumber++;
    this.#unacknowledged = 0;
    this.#inHand = 0;
    this.#told = this.#size;
    this.#snapshot = undefined;
    this.#send({
      t: 'attach',
      client: this.#client,
      from: this.#position,
      cols: this.#size?.cols,
      rows: this.#size?.rows,
      features: ['snapshot', 'presence'],
      scrollback: snapshotLines,
      colors: this.#colors,
    });
  }

  #lost(): void {
    this.#attached = false;
  }

  #receive(message: SessionMessage, length: number): void {
    switch (message.t) {
      case 'attached':
        this.#attached = true;
        this.#mayLook = message.features.includes('presence');
        if (this.#looks && this.#mayLook) this.#send({ t: 'look', on: true });
        // The pane may have changed while the answer was on its way, as when the notice of a lost connection goes.
        if (this.#size && this.#size !== this.#told) this.#tell(this.#size);
        return this.#resumed(message);
      case 'gap':
        // The next attach must ask for what follows the gap even if nothing came after it.
        this.#position = { epoch: message.epoch, seq: message.first - 1 };
        return this.#events.gap(message);
      case 'snapshot':
        this.#snapshot = new SnapshotParts(message);
        return this.#finishSnapshot();
      case 'event':
        if (!this.#advance(message.epoch, message.seq, message.seq)) return;
        this.#events.event(message);
        return this.#tookEvent(length, message.seq);
      case 'live':
        return this.#events.live();
      case 'written':
        return this.#outgoing.written(message.id);
      case 'result':
        return this.#commands.answered(message);
      case 'error':
        return this.#events.fault(message, this.#connection.traceId);
    }
  }

  #resumed(attached: Of<SessionMessage, 'attached'>): void {
    const unknown = this.#outgoing.resume(attached.received ?? undefined, this.#pass);
    if (unknown > 0) this.#events.unknownInput(unknown);
    this.#events.attached(attached.session);
    const known = typeof attached.received === 'number';
    this.#commands.resume(known, (message) => this.#connection.send(message));
    // After a part that may be missing the rest could say something else: a person has to look first.
    if (unknown === 0 && isAlive(attached.session)) this.sendKept();
    this.#events.keptChanged();
  }

  #binary(buffer: ArrayBuffer): void {
    const part = decodeSnapshot(buffer);
    if (!part) return this.#output(buffer);
    this.#snapshot?.add(part);
    this.#finishSnapshot();
  }

  /** Hands a whole screen over. Until then the position stays: half a screen is none. */
  #finishSnapshot(): void {
    const snapshot = this.#snapshot;
    if (!snapshot?.whole) return;
    this.#snapshot = undefined;
    const { epoch, seq } = snapshot.message;
    this.#position = { epoch, seq };
    const connection = this.#connectionNumber;
    this.#events.snapshot(snapshot.message, snapshot.bytes, () => this.#acknowledge(connection, seq));
  }

  #output(buffer: ArrayBuffer): void {
    const frame = decodeOutput(buffer);
    if (!frame || !this.#advance(frame.epoch, frame.first, frame.last)) return;
    const connection = this.#connectionNumber;
    this.#inHand++;
    this.#events.output(frame.bytes, () => this.#taken(connection, frame.bytes.length, frame.last));
  }

  #taken(connection: number, bytes: number, last: number): void {
    if (connection !== this.#connectionNumber) return;
    this.#inHand--;
    this.#unacknowledged += bytes;
    if (this.#unacknowledged >= acknowledgeEvery) this.#acknowledge(connection, last);
  }

  /** An event fills the window too, by its length and what each frame counts beyond that. */
  #tookEvent(length: number, seq: number): void {
    this.#unacknowledged += length + frameCost;
    if (this.#unacknowledged >= acknowledgeEvery && this.#inHand === 0) this.#acknowledge(this.#connectionNumber, seq);
  }

  #acknowledge(connection: number, seq: number): void {
    if (connection !== this.#connectionNumber) return;
    this.#unacknowledged = 0;
    this.#send({ t: 'ack', seq });
  }

  /** Moves the position on; false for what was had already. A jump forward without a gap or a snapshot is never taken silently. */
  #advance(epoch: number, first: number, last: number): boolean {
    const at = this.#position;
    if (at && at.epoch === epoch) {
      if (last <= at.seq) return false;
      if (first !== at.seq + 1) {
        this.#connection.reconnect();
        return false;
      }
    } else if (at) {
      // Another epoch comes only after a gap or a snapshot.
      this.#connection.reconnect();
      return false;
    }
    this.#position = { epoch, seq: last };
    return true;
  }
}
