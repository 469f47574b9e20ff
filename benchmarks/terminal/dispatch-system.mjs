import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WebSocket } from 'ws';
import { Terminal } from './terminal.mjs';

const programs = resolve('artifacts/versions/current');
const inputHeader = 8;
const outputHeader = 32;
const acknowledgeEvery = 128 * 1024;

/** Dispatch as built, through its public door: keys and output cross server, runner and keeper, and are logged first. */
export class DispatchSystem {
  name = 'Dispatch';
  #folder = mkdtempSync(join(tmpdir(), 'dispatch-bench-'));
  #agent = new Agent({ keepAlive: true });

  async start() {
    this.port = await freePort();
    const start = performance.now();
    await this.#command('start', '--port', String(this.port));
    const ready = performance.now() - start;
    this.key = readFileSync(join(this.#folder, 'key'), 'utf8').trim();
    this.parts = Object.fromEntries(['server', 'runner', 'keeper'].map((part) => [part, this.#pid(part)]));
    return ready;
  }

  get folder() {
    return this.#folder;
  }

  /** What the sessions' past takes on the disk, all of its files. */
  logBytes() {
    const folder = join(this.#folder, 'workspaces', 'default');
    return readdirSync(folder, { recursive: true })
      .map((file) => statSync(join(folder, file)))
      .map((stat) => (stat.isFile() ? stat.size : 0))
      .reduce((a, b) => a + b, 0);
  }

  get pids() {
    return Object.values(this.parts);
  }

  async stop() {
    this.#agent.destroy();
    try {
      await this.#command('stop', '--all', '--yes');
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  create(session) {
    return this.call('POST', '/api/workspaces/default/sessions', session);
  }

  rename(id, name) {
    return this.call('PATCH', `/api/workspaces/default/sessions/${id}`, { name });
  }

  position(id) {
    return this.call('GET', `/api/workspaces/default/sessions/${id}`).then(({ seq }) => seq);
  }

  async open(session) {
    const { id } = await this.create(session);
    return this.attach(id);
  }

  async attach(id) {
    const url = `ws://127.0.0.1:${this.port}/api/workspaces/default/sessions/${id}/attach`;
    const socket = new WebSocket(url, 'dispatch.v1', {
      headers: { authorization: `Bearer ${this.key}` },
      perMessageDeflate: false,
    });
    let inputId = 0;
    let unacknowledged = 0;
    const terminal = new Terminal(socket, (bytes) => {
      const frame = Buffer.alloc(inputHeader + bytes.length);
      frame[0] = 1;
      frame.writeUInt32LE(++inputId, 4);
      bytes.copy(frame, inputHeader);
      return frame;
    });
    terminal.id = id;
    socket.on('message', (data, binary) => {
      if (!binary) return;
      unacknowledged += data.length;
      if (unacknowledged >= acknowledgeEvery) {
        unacknowledged = 0;
        socket.send(`{"t":"ack","seq":${data.readBigInt64LE(16)}}`);
      }
      terminal.take(data.subarray(outputHeader));
    });
    await terminal.opened;
    socket.send('{"t":"attach"}');
    return terminal;
  }

  call(method, path, body) {
    return new Promise((done, fail) => {
      const sent = body && Buffer.from(JSON.stringify(body));
      const headers = {
        authorization: `Bearer ${this.key}`,
        ...(sent ? { 'content-type': 'application/json', 'content-length': sent.length } : {}),
      };
      request({ port: this.port, host: '127.0.0.1', method, path, headers, agent: this.#agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.on('end', () => {
          if (response.statusCode < 300) done(text ? JSON.parse(text) : undefined);
          else fail(new Error(`${method} ${path} answered ${response.statusCode}: ${text}`));
        });
      })
        .on('error', fail)
        .end(sent);
    });
  }

  #pid(part) {
    return Number(readFileSync(join(this.#folder, 'run', `${part}.pid`), 'utf8'));
  }

  #command(...args) {
    return new Promise((done, fail) => {
      const env = { ...process.env, DISPATCH_HOME: this.#folder };
      delete env.DISPATCH_KEY;
      delete env.TERMINAL_KEY;
      const child = spawn(join(programs, 'dispatch'), args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
      child.on('error', fail);
      child.on('exit', (code) =>
        code === 0 ? done() : fail(new Error(`dispatch ${args.join(' ')} ended with ${code}`)),
      );
    });
  }
}

export function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
