import { newTrace } from './trace';

/** What of a WebSocket is used here, so that a test can be the other end. */
export interface Socket {
  /** The connection in the logs of server and runner. */
  readonly traceId?: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType: BinaryType;
  onopen: ((event: Event) => unknown) | null;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onclose: ((event: CloseEvent) => unknown) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

export type OpenSocket = (path: string, protocol?: string) => Socket;

export const subprotocol = 'dispatch.v1';

export const openWebSocket: OpenSocket = (path, protocol = subprotocol) => {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  // A WebSocket takes no headers.
  const trace = newTrace();
  url.searchParams.set('traceparent', trace.parent);
  return Object.assign(new WebSocket(url, protocol), { traceId: trace.id });
};
