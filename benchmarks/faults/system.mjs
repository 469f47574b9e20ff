import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Disk } from './disk.mjs';
import { hasInEnvironment, identity, leftOver, ownBytes, until } from './processes.mjs';
import { Shim } from './shim.mjs';

const sessions = '/api/workspaces/default/sessions';

/** A Dispatch of its own, through its public door, with a data folder that nobody else has. */
export class System {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'dispatch-faults-'));
  // Not the link: a build while this runs would swap the programs between two starts.
  #programs = realpathSync('artifacts/versions/current');
  #others;
  // In the environment of all that is started from here: nothing else is ever signalled.
  #mark = randomUUID();
  #home = join(this.folder, 'home');
  #data = join(this.folder, 'data');
  #mounted;

  /**
   * With a disk of its own where a fault needs to fill it: it is in memory, and so faster than others. Where none can be mounted, or that
   * is asked for, what is filled is what the programs are told of the disk.
   */
  static async launch({ ownDisk, injectDisk, shim }) {
    const system = new System();
    mkdirSync(system.#home);
    if (ownDisk && !injectDisk) system.#mounted = Disk.mount(system.#data);
    if (shim || (ownDisk && !system.#mounted)) system.shim = Shim.build(system.folder, system.#data);
    system.disk = system.#mounted ?? system.shim;
    system.port = await freePort();
    await system.start();
    system.key = readFileSync(join(system.#data, 'key'), 'utf8').trim();
    return system;
  }

  /** Starts what doesn't run. */
  start() {
    return this.#command('start', '--port', String(this.port));
  }

  async stop() {
    await this.#command('stop', '--all', '--yes');
  }

  /** Ends what was started from here and still runs after a stop; says in words what that was. */
  endLeftOver() {
    return leftOver(`FAULTS_RUN=${this.#mark}`);
  }

  /** Whether it says that it can do its work. */
  async ready() {
    const { ok } = await fetch(`http://127.0.0.1:${this.port}/readyz`, { signal: AbortSignal.timeout(20_000) });
    return ok;
  }

  /** To the same programs in another folder, and next time back. */
  async upgrade() {
    this.#others ??= this.#copyPrograms();
    [this.#programs, this.#others] = [this.#others, this.#programs];
    await this.#command('upgrade');
  }

  /** Leaves data folder and logs for whoever looks why; says where. */
  keep() {
    if (!this.#mounted) return this.#data;
    const kept = join(this.folder, 'kept');
    cpSync(this.#data, kept, { recursive: true, filter: (path) => !statSync(path).isSocket() });
    this.#mounted.unmount();
    return kept;
  }

  remove() {
    this.#mounted?.unmount();
    rmSync(this.folder, { recursive: true, force: true });
  }

  pid(part) {
    const pid = Number(readFileSync(join(this.#data, 'run', `${part}.pid`), 'utf8'));
    if (!hasInEnvironment(pid, `FAULTS_RUN=${this.#mark}`))
      throw new Error(`the ${part}'s process ${pid} is gone, or isn't one of this run`);
    return pid;
  }

  /** Ends these parts as a crash would, at once, and waits until they are gone. */
  async crash(...parts) {
    const pids = parts.map((part) => this.pid(part));
    const were = pids.map(identity);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await until(
      () => pids.every((pid, i) => identity(pid) !== were[i]),
      () => `the end of ${parts.join(' and ')}`,
      10_000,
    );
  }

  async pause(part, ms) {
    const pid = this.pid(part);
    const was = identity(pid);
    process.kill(pid, 'SIGSTOP');
    await sleep(ms);
    // It may have been taken for hung, and ended.
    if (identity(pid) === was) process.kill(pid, 'SIGCONT');
  }

  get log() {
    return join(this.#data, 'workspaces', 'default', 'log.db');
  }

  memory() {
    const parts = ['server', 'runner', 'keeper'].map((part) => [part, ownBytes(this.pid(part))]);
    return Object.fromEntries(parts.filter(([, bytes]) => bytes !== undefined));
  }

  create(session) {
    return this.#call('POST', sessions, session).then((response) => response.json());
  }

  /** Whether the change was acknowledged. */
  rename(id, name) {
    return this.#call('PATCH', `${sessions}/${id}`, { name }).then(
      () => true,
      () => false,
    );
  }

  list() {
    return this.#call('GET', sessions)
      .then((response) => response.json())
      .then(({ items }) => items);
  }

  /** When the newest event of a session happened by the programs' clock: milliseconds since 1970. */
  async newestEvent(id) {
    const { seq } = (await this.list()).find((item) => item.id === id);
    const response = await this.#call('GET', `${sessions}/${id}/recording?after=${seq - 1}&through=${seq}`);
    return JSON.parse((await response.text()).split('\n')[0]).time / 1000;
  }

  /** A session's events after one position and up to another, as the log has them. */
  async events(id, after, through) {
    const events = [];
    for (let from = after; from !== null;) {
      const response = await this.#call('GET', `${sessions}/${id}/recording?after=${from}&through=${through}`);
      const lines = (await response.text()).trimEnd().split('\n').map(JSON.parse);
      from = lines.pop().next ?? null;
      for (const { seq, epoch, type, data } of lines)
        events.push({ seq, epoch, type, data: type === 'terminal.output' ? Buffer.from(data, 'base64') : data });
    }
    return events;
  }

  async #call(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    if (response.ok) return response;
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  }

  #copyPrograms() {
    const folder = join(this.folder, 'programs');
    cpSync(this.#programs, folder, { recursive: true });
    return folder;
  }

  #command(...args) {
    return new Promise((done, fail) => {
      const env = {
        ...process.env,
        HOME: this.#home,
        DISPATCH_HOME: this.#data,
        FAULTS_RUN: this.#mark,
        ...this.shim?.environment,
      };
      for (const name of ['DISPATCH_KEY', 'TERMINAL_KEY', 'DISPATCH_DATABASE']) delete env[name];
      const child = spawn(join(this.#programs, 'dispatch'), args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
      let errors = '';
      child.stderr.on('data', (chunk) => (errors += chunk));
      child.on('error', fail);
      child.on('exit', (code) =>
        code === 0 ? done() : fail(new Error(`dispatch ${args.join(' ')} ended with ${code}: ${errors.trim()}`)),
      );
    });
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
