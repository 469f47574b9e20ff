import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './api.ts';
import { Attachment, type AttachOptions } from './attachment.ts';
import { leaksIn, mustNotBeLogged } from './leaks.ts';
import { runDispatch, runProgram, type Outcome, type RunOptions } from './cli.ts';
import { marked, until } from './processes.ts';

type Part = 'server' | 'runner' | 'keeper';

/** One Dispatch of its own: data folder, home folder, port, and what runs in it. */
export class Dispatch {
  readonly folder = mkdtempSync(join(tmpdir(), 'dispatch-e2e-'));
  readonly home = join(this.folder, 'home');
  readonly data = join(this.folder, 'data');
  readonly port: number;
  readonly url: string;
  /** Whether who signs in here is welcomed: once, where nothing runs yet. */
  welcomes = false;
  /** What its programs have in their environment beyond that of every test. */
  variables: Record<string, string | undefined> = {};
  readonly #mark = randomUUID();

  private constructor(port: number) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    mkdirSync(this.home);
  }

  /** Nothing runs yet. */
  static async prepare(): Promise<Dispatch> {
    return new Dispatch(await freePort());
  }

  static async start(): Promise<Dispatch> {
    const dispatch = await Dispatch.prepare();
    try {
      await dispatch.start();
      return dispatch;
    } catch (error) {
      dispatch.discard();
      throw error;
    }
  }

  /** Starts what doesn't run and gives the sign-in link that was printed. */
  async start(...options: string[]): Promise<string> {
    const { stdout } = await this.ok('start', '--port', String(this.port), ...options);
    const link = stdout.match(/https?:\/\/\S+\/sign-in#\S+/)?.[0];
    if (!link) throw new Error(`dispatch start printed no sign-in link:\n${stdout}`);
    mustNotBeLogged(tokenOf(link));
    if (!this.welcomes) await this.welcomed();
    return link;
  }

  /** Whoever signs in has been here before. Versions before 0.2 don't know of it. */
  async welcomed(): Promise<void> {
    await this.api.fetch('PATCH', '/api/settings/server', { values: { onboarded: true } });
  }

  /** `program`: another than that of the repository's root. */
  run(args: string[], { program, ...options }: RunOptions & { program?: string } = {}): Promise<Outcome> {
    const all = { ...options, env: { ...this.environment, ...options.env } };
    return program === undefined ? runDispatch(args, all) : runProgram(program, args, all);
  }

  /** Runs a command that must succeed. */
  async ok(...args: string[]): Promise<Outcome> {
    const outcome = await this.run(args);
    if (outcome.code !== 0) {
      throw new Error(
        `dispatch ${args.join(' ')} ended with ${outcome.code}:\n${outcome.stdout}${outcome.stderr}\n${this.logs()}`,
      );
    }
    return outcome;
  }

  get environment(): Record<string, string | undefined> {
    return {
      HOME: this.home,
      // harness/build.ts has built.
      DISPATCH_NO_BUILD: '1',
      DISPATCH_HOME: this.data,
      E2E_MARK: this.#mark,
      ...this.variables,
    };
  }

  get key(): string {
    return readFileSync(join(this.data, 'key'), 'utf8').trim();
  }

  get api(): Api {
    return new Api(this.url, this.key);
  }

  /** A link that signs one browser in, once. */
  async signInLink(): Promise<string> {
    const response = await this.api.fetch('POST', '/api/sign-in-links');
    const { url } = (await response.json()) as { url: string };
    mustNotBeLogged(tokenOf(url));
    return url;
  }

  attach(id: string, options: AttachOptions = {}): Promise<Attachment> {
    return Attachment.open(this.attachUrl(id), this.key, options);
  }

  attachUrl(id: string): string {
    return `${this.url.replace('http', 'ws')}/api/workspaces/default/sessions/${id}/attach`;
  }

  pid(part: Part): number {
    return Number(readFileSync(join(this.data, 'run', `${part}.pid`), 'utf8'));
  }

  /** Another runner than this one answers, brought back by the server. */
  async runnerAfter(pid: number): Promise<number> {
    await until(async () => this.pid('runner') !== pid && (await this.api.ready()), 'a new runner');
    return this.pid('runner');
  }

  /** What the parts wrote, for a failure's message. */
  logs(): string {
    const folder = join(this.data, 'logs');
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.map((name) => `--- ${name}\n${readFileSync(join(folder, name), 'utf8').slice(-4000)}`).join('\n');
  }

  /** Everything that runs here, by the mark that was given to it at its start. */
  processes(): { pid: number; command: string }[] {
    return marked(`E2E_MARK=${this.#mark}`);
  }

  /** Ends everything the way a person would, and makes sure that nothing is left. */
  async stop(): Promise<void> {
    let problem = '';
    if (existsSync(join(this.data, 'run'))) {
      const outcome = await this.run(['stop', '--all', '--yes']);
      if (outcome.code !== 0) problem = `dispatch stop --all --yes ended with ${outcome.code}: ${outcome.stderr}`;
      await until(() => this.processes().length === 0, 'the end of all processes', 5_000).catch(() => undefined);
      const left = this.processes();
      if (left.length > 0)
        problem += `\nStill running after stop --all: ${left.map(({ pid, command }) => `${pid} ${command}`).join('; ')}`;
      const files = this.#leftInRun();
      if (files.length > 0) problem += `\nStill in run/ after stop --all: ${files.join(', ')}`;
    }

    this.kill();
    const leaks = leaksIn(this.data);
    if (leaks.length > 0) problem += `\nThe logs hold what they must not: ${leaks.join('; ')}`;
    rmSync(this.folder, { recursive: true, force: true });
    if (problem) throw new Error(problem);
  }

  /** Ends everything at once, for a test that leaves a mess on purpose. */
  kill(): void {
    for (const { pid } of this.processes()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // gone meanwhile
      }
    }
  }

  discard(): void {
    this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  // Locks and the files beside them stay: to remove a lock is a race with whoever takes it.
  #leftInRun(): string[] {
    return readdirSync(join(this.data, 'run')).filter((name) => name.endsWith('.sock') || name === 'server.json');
  }
}

function tokenOf(link: string): string {
  return link.slice(link.indexOf('#') + 1);
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
