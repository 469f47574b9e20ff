import { WebSocket } from 'ws';
import { mustNotBeLogged } from './leaks.ts';

export type Position = { epoch: number; seq: number };

export type AttachOptions = {
  from?: Position;
  tail?: boolean;
  readOnly?: boolean;
  cols?: number;
  rows?: number;
  window?: number;
  /** False: never acknowledges, as a reader that is too slow. */
  ack?: boolean;
};

export type Message = { t: string; [name: string]: unknown };
export type Gap = { reason: string; epoch: number; first: number };

const inputHeader = 8;
const outputHeader = 32;
const acknowledgeEvery = 128 * 1024;

/**
 * A client of the attach wire as docs/protocol.md tells it, strict: a position that doesn't follow the one before, but for a
 * gap that was announced, is an error.
 */
export class Attachment {
  readonly messages: Message[] = [];
  readonly gaps: Gap[] = [];
  /** The position of the last event taken in. */
  position: Position = { epoch: 0, seq: 0 };
  bytes = 0;
  closed: { code: number; reason: string } | undefined;

  readonly #socket: WebSocket;
  readonly #options: AttachOptions;
  #buffer = Buffer.alloc(64 * 1024);
  #unacknowledged = 0;
  #inputId = 0;
  #failure: Error | undefined;
  #waiting = new Set<() => void>();

  private constructor(socket: WebSocket, options: AttachOptions) {
    this.#socket = socket;
    this.#options = options;
    this.position = options.from ?? this.position;
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data, binary) =>
      this.#take(() => (binary ? this.#takeOutput(data as Buffer) : this.#takeMessage(data as Buffer))),
    );
    socket.on('close', (code, reason) => this.#take(() => (this.closed = { code, reason: reason.toString() })));
    socket.on('error', (error) => this.#take(() => (this.#failure ??= error)));
  }

  static async open(url: string, key: string, options: AttachOptions = {}): Promise<Attachment> {
    const socket = new WebSocket(url, 'dispatch.v1', {
      headers: { authorization: `Bearer ${key}` },
      perMessageDeflate: false,
    });
    const attachment = new Attachment(socket, options);
    await new Promise<void>((open, fail) => {
      socket.once('open', open);
      socket.once('error', fail);
    });
    const { ack: _, ...request } = options;
    attachment.send({ t: 'attach', ...request });
    await attachment.until(() => attachment.attached !== undefined, 'attached');
    return attachment;
  }

  get attached() {
    return this.messages.find(({ t }) => t === 'attached') as
      (Message & { head: number; window: number; client: string }) | undefined;
  }

  /** All output bytes since the attach. */
  get output(): Buffer {
    return this.#buffer.subarray(0, this.bytes);
  }

  get text(): string {
    return this.output.toString('utf8');
  }

  send(message: Message): void {
    this.#socket.send(JSON.stringify(message));
  }

  sendRaw(frame: Buffer | string): void {
    this.#socket.send(frame);
  }

  /** Types, and waits until the program has it. */
  async type(text: string | Buffer): Promise<void> {
    if (typeof text === 'string') mustNotBeLogged(text);
    const id = ++this.#inputId;
    const bytes = Buffer.from(text as string);
    const frame = Buffer.alloc(inputHeader + bytes.length);
    frame[0] = 1;
    frame.writeUInt32LE(id, 4);
    bytes.copy(frame, inputHeader);
    this.#socket.send(frame);
    await this.until(
      () => this.messages.some((message) => message.t === 'written' && (message.id as number) >= id),
      `input ${id} written`,
    );
  }

  /** Waits for text after a place in the output; gives the place after it. */
  async see(text: string, from = 0, timeout?: number): Promise<number> {
    const wanted = Buffer.from(text);
    let looked = from;
    let found = -1;
    await this.until(
      () => {
        if (this.bytes < looked + wanted.length) return false;
        found = this.output.indexOf(wanted, looked);
        looked = found >= 0 ? found : Math.max(from, this.bytes - wanted.length);
        return found >= 0;
      },
      () => `"${text}" in ${JSON.stringify(this.text.slice(-300))}`,
      timeout,
    );
    return found + wanted.length;
  }

  async exit(timeout?: number): Promise<{ exitCode?: number; signal?: string }> {
    return (await this.event('session.exited', timeout)).data as { exitCode?: number; signal?: string };
  }

  async event(type: string, timeout?: number): Promise<Message> {
    const found = () => this.messages.find((message) => message.t === 'event' && message.type === type);
    await this.until(() => found() !== undefined, type, timeout);
    return found()!;
  }

  async message(t: string, timeout?: number): Promise<Message> {
    const found = () => this.messages.find((message) => message.t === t);
    await this.until(() => found() !== undefined, t, timeout);
    return found()!;
  }

  /** Waits without asking again: each frame that comes in is a moment to look. */
  until(holds: () => boolean, what: string | (() => string), timeout = 20_000): Promise<void> {
    return new Promise((done, fail) => {
      const settle = (end: () => void) => {
        clearTimeout(limit);
        this.#waiting.delete(look);
        end();
      };
      const say = () => (typeof what === 'string' ? what : what());
      const look = () => {
        if (holds()) settle(done);
        else if (this.#failure) settle(() => fail(this.#failure));
        else if (this.closed)
          settle(() => fail(new Error(`Closed (${this.closed!.code} ${this.closed!.reason}) before ${say()}`)));
      };
      const limit = setTimeout(
        () => settle(() => fail(new Error(`Waited ${timeout} ms in vain for ${say()}`))),
        timeout,
      );
      this.#waiting.add(look);
      look();
    });
  }

  /** Acknowledges by hand, for a client that doesn't by itself. */
  acknowledge(): void {
    this.#unacknowledged = 0;
    this.send({ t: 'ack', seq: this.position.seq });
  }

  /** The network is gone from one moment to the next. */
  async cut(): Promise<void> {
    this.#socket.terminate();
    await this.until(() => this.closed !== undefined, 'the end of the connection');
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.until(() => this.closed !== undefined, 'the end of the connection');
  }

  #take(what: () => unknown): void {
    try {
      if (!this.#failure) what();
    } catch (error) {
      this.#failure = error as Error;
    }
    for (const look of [...this.#waiting]) look();
  }

  #takeOutput(frame: Buffer): void {
    if (frame[0] !== 2 || frame.length < outputHeader)
      throw new Error(`A frame of type ${frame[0]} and ${frame.length} bytes`);
    this.#follow(frame.readInt32LE(4), Number(frame.readBigInt64LE(8)), Number(frame.readBigInt64LE(16)));
    this.#keep(frame.subarray(outputHeader));
    this.#unacknowledged += frame.length - outputHeader;
    if (this.#options.ack !== false && this.#unacknowledged >= acknowledgeEvery) this.acknowledge();
  }

  #takeMessage(data: Buffer): void {
    const message = JSON.parse(data.toString('utf8')) as Message;
    this.messages.push(message);
    if (message.t === 'event') this.#follow(message.epoch as number, message.seq as number, message.seq as number);
    if (message.t === 'attached' && this.#options.tail) {
      const { epoch } = message.session as { epoch: number };
      this.position = { epoch, seq: message.head as number };
    }
    if (message.t === 'gap') {
      const gap = message as unknown as Gap;
      this.gaps.push(gap);
      this.position = { epoch: gap.epoch, seq: gap.first - 1 };
    }
  }

  #keep(bytes: Buffer): void {
    if (this.bytes + bytes.length > this.#buffer.length) {
      const larger = Buffer.alloc(2 * (this.bytes + bytes.length));
      this.output.copy(larger);
      this.#buffer = larger;
    }
    bytes.copy(this.#buffer, this.bytes);
    this.bytes += bytes.length;
  }

  #follow(epoch: number, first: number, last: number): void {
    if (epoch !== this.position.epoch || first !== this.position.seq + 1 || last < first) {
      throw new Error(`Events ${epoch}:${first}-${last} do not follow ${this.position.epoch}:${this.position.seq}`);
    }
    this.position = { epoch, seq: last };
  }
}
