import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { WebSocket } from 'ws';
import { Terminal } from './terminal.mjs';

/** The same done by ws and node-pty alone, in one process of Node. */
export class BaselineSystem {
  name = 'ws + node-pty';
  #child;

  async start() {
    const start = performance.now();
    this.#child = spawn(process.execPath, [resolve('benchmarks/terminal/baseline/server.mjs')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.port = await new Promise((done, fail) => {
      this.#child.stdout.once('data', (text) => done(Number(text)));
      this.#child.once('exit', () => fail(new Error('the baseline did not start')));
    });
    this.parts = { server: this.#child.pid };
    return performance.now() - start;
  }

  get pids() {
    return [this.#child.pid];
  }

  async stop() {
    const gone = new Promise((exit) => this.#child.once('exit', exit));
    this.#child.kill('SIGKILL');
    await gone;
  }

  async open({ command, env = {}, cols = 80, rows = 24 }) {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/`, { perMessageDeflate: false });
    const terminal = new Terminal(socket, (bytes) => bytes);
    socket.on('message', (data) => terminal.take(data));
    await terminal.opened;
    socket.send(JSON.stringify({ t: 'start', command, env, cols, rows, cwd: homedir() }));
    return terminal;
  }

  /** Nothing is kept here; the same number of requests is answered, so that the client is as busy. */
  async rename() {
    await fetch(`http://127.0.0.1:${this.port}/`, { method: 'PATCH', body: '{}' });
  }
}
