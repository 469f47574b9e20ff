import type { ConnectionOptions } from '$api/connection';
import type { Socket } from '$api/socket';
import { FakeClock } from './fake-clock';

/** The other end of one WebSocket. */
export class FakeSocket implements Socket {
  readyState = 0;
  bufferedAmount = 0;
  binaryType: BinaryType = 'blob';
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  closed = false;
  readonly sent: (string | Uint8Array)[] = [];

  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.onopen?.(new Event('open'));
  }

  tell(message: object): void {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  tellBytes(frame: Uint8Array<ArrayBuffer>): void {
    this.onmessage?.(new MessageEvent('message', { data: frame.buffer }));
  }

  cut(): void {
    this.onclose?.(new CloseEvent('close'));
  }

  /** The JSON messages that came, pings left out. */
  get messages(): { t: string; [name: string]: unknown }[] {
    return this.sent
      .filter((data) => typeof data === 'string')
      .map((data) => JSON.parse(data) as { t: string })
      .filter((message) => message.t !== 'ping');
  }

  get pings(): { t: string; id: number }[] {
    return this.sent
      .filter((data) => typeof data === 'string')
      .map((data) => JSON.parse(data) as { t: string; id: number })
      .filter((message) => message.t === 'ping');
  }

  get frames(): Uint8Array[] {
    return this.sent.filter((data) => data instanceof Uint8Array);
  }
}

/** A network whose server is the test. */
export class FakeNetwork {
  readonly clock = new FakeClock();
  readonly sockets: FakeSocket[] = [];
  readonly paths: string[] = [];
  wake: () => void = () => undefined;

  readonly options: Omit<ConnectionOptions, 'path'> = {
    clock: this.clock,
    open: (path) => {
      this.paths.push(path);
      const socket = new FakeSocket();
      this.sockets.push(socket);
      return socket;
    },
    onWake: (wake) => {
      this.wake = wake;
      return () => (this.wake = () => undefined);
    },
  };

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('Nobody connected yet.');
    return socket;
  }
}

/** An output frame as the runner sends it. */
export function outputFrame(
  epoch: number,
  first: number,
  last: number,
  bytes: Uint8Array | string,
): Uint8Array<ArrayBuffer> {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const frame = new Uint8Array(32 + content.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, 2);
  view.setInt32(4, epoch, true);
  view.setBigInt64(8, BigInt(first), true);
  view.setBigInt64(16, BigInt(last), true);
  frame.set(content, 32);
  return frame;
}

/** A part of a snapshot as the runner sends it. */
export function snapshotFrame(text: string): Uint8Array<ArrayBuffer> {
  const content = new TextEncoder().encode(text);
  const frame = new Uint8Array(8 + content.length);
  frame[0] = 3;
  frame.set(content, 8);
  return frame;
}
