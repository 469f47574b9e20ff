import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { Positions } from './checks/positions.mjs';

const inputHeader = 8;
const outputHeader = 32;
const acknowledgeEvery = 16 * 1024;
const firstWait = 250;
const longestWait = 1000;

/** A client as docs/protocol.md tells: it comes back with its last position until it is closed. */
export class Client {
  positions = new Positions();
  /** What came in and has not been compared with the log yet. */
  unchecked = [];
  live = false;
  /** When it last became live, and when it last had output. */
  livedAt = 0;
  freshAt = 0;
  gaps = [];
  errors = [];
  #options;
  #socket;
  #closed = false;
  #waits = 0;
  #retry;
  #inputId = 0;
  #unacknowledged = 0;
  // Its input counts on over its connections, so that what is sent again is applied once.
  #ownId = randomUUID();
  #inFlight = new Map();
  #refused = false;

  /**
   * Options: url, headers, view (takes bytes, and is told of a replay), ledger for a client that sends commands, tail for one that wants
   * only what comes from now on.
   */
  constructor(options) {
    this.#options = options;
    this.#connect();
  }

  get view() {
    return this.#options.view;
  }

  get inFlight() {
    return this.#inFlight.size;
  }

  /** Types a line, which is confirmed, or unknown once its runner is lost. */
  command(number, line) {
    const id = ++this.#inputId;
    this.#inFlight.set(id, { number, line });
    this.#type(id, line);
  }

  /** Gone from one moment to the next. */
  drop() {
    this.live = false;
    this.#socket.terminate();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket.terminate();
  }

  #connect() {
    const socket = new WebSocket(this.#options.url, 'dispatch.v1', {
      headers: this.#options.headers,
      perMessageDeflate: false,
      handshakeTimeout: 5000,
    });
    this.#socket = socket;
    socket.on('open', () => {
      const { from } = this.positions;
      const tail = this.#options.tail && from === undefined;
      const request = { t: 'attach', from, tail, cols: 80, rows: 24, client: this.#ownId };
      socket.send(JSON.stringify(request));
    });
    socket.on('message', (data, binary) => (binary ? this.#takeOutput(data) : this.#takeMessage(JSON.parse(data))));
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => this.#lost());
  }

  #lost() {
    this.live = false;
    this.#unacknowledged = 0;
    if (this.#closed) return;
    const wait = Math.min(longestWait, firstWait * 2 ** this.#waits++) * Math.random();
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #takeOutput(frame) {
    const [first, last] = [Number(frame.readBigInt64LE(8)), Number(frame.readBigInt64LE(16))];
    const data = frame.subarray(outputHeader);
    this.#follow(frame.readInt32LE(4), { first, last, type: 'terminal.output', data });
    this.view.take(data);
    this.freshAt = performance.now();
    this.#unacknowledged += data.length;
    if (this.#unacknowledged < acknowledgeEvery) return;
    this.#unacknowledged = 0;
    this.#socket.send(JSON.stringify({ t: 'ack', seq: last }));
  }

  #takeMessage(message) {
    if (message.t === 'event')
      this.#follow(message.epoch, { first: message.seq, last: message.seq, type: message.type });
    else if (message.t === 'gap') this.#gap(message);
    else if (message.t === 'attached') this.#attached(message);
    else if (message.t === 'live') this.#isLive();
    else if (message.t === 'written') this.#written(message.id);
    else if (message.t === 'error') this.#error(message);
  }

  #follow(epoch, frame) {
    this.positions.follow(epoch, frame.first, frame.last);
    this.unchecked.push(frame);
  }

  /** Told that what follows doesn't adjoin. */
  #gap({ reason, epoch, first }) {
    if (reason !== 'first') {
      const words = `${reason} at ${this.positions.epoch}:${this.positions.seq}, goes on at ${epoch}:${first}`;
      this.gaps.push({ reason, words });
    }
    if (reason === 'epoch') this.#newEpoch();
    this.positions.gap(epoch, first);
  }

  /** What was seen of another epoch need not be in this log. */
  #newEpoch() {
    this.unchecked = [];
    this.view.replay();
    this.#options.ledger?.excuse();
  }

  /** What the runner doesn't have is sent again; with a runner that doesn't know this client nobody can say what became of it. */
  #attached({ received, session, head }) {
    if (this.#options.tail && this.positions.from === undefined) {
      this.positions.gap(session.epoch, head + 1);
      this.view.hole();
    }

    if (received === undefined) {
      for (const { number } of this.#inFlight.values()) this.#options.ledger.unknown.add(number);
      this.#inFlight.clear();
    }

    for (const [id, { line }] of this.#inFlight) if (id > received) this.#type(id, line);
  }

  #type(id, line) {
    const bytes = Buffer.from(line);
    const frame = Buffer.alloc(inputHeader + bytes.length);
    frame[0] = 1;
    frame.writeUInt32LE(id, 4);
    bytes.copy(frame, inputHeader);
    this.#socket.send(frame);
  }

  #isLive() {
    this.view.present();
    this.live = true;
    this.livedAt = performance.now();
    this.#waits = 0;
  }

  #written(id) {
    for (const [sent, { number }] of this.#inFlight) {
      if (sent > id) break;
      this.#inFlight.delete(sent);
      if (this.#refused) this.#options.ledger.unknown.add(number);
      else this.#options.ledger.confirm(number);
    }
    this.#refused = false;
  }

  #error({ code, message }) {
    if (code === 'input.refused') this.#refused = true;
    else this.errors.push(`${code}: ${message}`);
  }
}
