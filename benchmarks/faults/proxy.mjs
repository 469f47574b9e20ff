import { connect, createServer } from 'node:net';
import { Pipe } from './pipe.mjs';

/** The network between clients and server: it can be cut, stalled, throttled and delayed. */
export class Proxy {
  #pipes = new Set();
  #pairs = new Set();
  #mode = { stalled: false, latency: 0, bytesPerSecond: Infinity };

  static open(port) {
    const proxy = new Proxy();
    proxy.#server = createServer((client) => proxy.#join(client, connect(port, '127.0.0.1')));
    return new Promise((done) => proxy.#server.listen(0, '127.0.0.1', () => done(proxy)));
  }

  #server;

  get port() {
    return this.#server.address().port;
  }

  /** Resets every connection; gives how many there were. */
  cut() {
    const count = this.#pairs.size;
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
    return count;
  }

  pass() {
    this.#change({ stalled: false, latency: 0, bytesPerSecond: Infinity });
  }

  stall() {
    this.#change({ stalled: true });
  }

  throttle(bytesPerSecond) {
    this.#change({ bytesPerSecond });
  }

  delay(latency) {
    this.#change({ latency });
  }

  close() {
    this.#server.close();
    this.cut();
  }

  #change(mode) {
    Object.assign(this.#mode, mode);
    for (const pipe of this.#pipes) pipe.wake();
  }

  #join(client, server) {
    const pair = [client, server];
    const pipes = [new Pipe(client, server, this.#mode), new Pipe(server, client, this.#mode)];
    this.#pairs.add(pair);
    for (const pipe of pipes) this.#pipes.add(pipe);
    const end = () => {
      this.#pairs.delete(pair);
      for (const pipe of pipes) this.#pipes.delete(pipe);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.setNoDelay().on('error', end).on('close', end);
  }
}
