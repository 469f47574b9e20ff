import type { CreateSession, SessionInfo } from '$api/types';
import { messageOf, referenceOf } from '$api/problem';
import { parseCommandLine } from '$lib/command-line';
import { oneLine } from '$lib/text';
import type { Reference } from '$lib/reference';

/** The form of a new session. A failed attempt keeps its request id, so that trying again can't start it twice. */
export class NewSession {
  name = $state('');
  folder = $state('');
  command = $state('');
  /** Of an agent: which one, '' for a command of one's own. */
  agent = $state('');
  /** What its program may reach; '' for what is usual. */
  sandbox = $state<NonNullable<CreateSession['sandbox']> | ''>('');
  /** Of an agent: in a git worktree of its own. */
  worktree = $state(false);
  readonly #create: (request: CreateSession) => Promise<SessionInfo>;
  readonly #requestId: string;
  readonly #kind: string | undefined;
  #busy = $state(false);
  #error = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(create: (request: CreateSession) => Promise<SessionInfo>, requestId: string, kind?: string) {
    this.#create = create;
    this.#kind = kind;
    this.#requestId = requestId;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get error(): string | undefined {
    return this.#error;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  /** The new session, or undefined with `error` set. */
  async submit(): Promise<SessionInfo | undefined> {
    if (this.#busy) return undefined;
    this.#busy = true;
    this.#error = this.#reference = undefined;
    try {
      return await this.#create(this.#request());
    } catch (error) {
      this.#error = messageOf(error);
      this.#reference = referenceOf(error);
      return undefined;
    } finally {
      this.#busy = false;
    }
  }

  #request(): CreateSession {
    const command = this.agent ? [] : parseCommandLine(this.command);
    const throughShell = command[0] === '/bin/sh';
    const name = this.name.trim() || (throughShell ? oneLine(this.command, 100) : '');
    return {
      requestId: this.#requestId,
      ...(this.#kind && { kind: this.#kind }),
      ...(this.agent && { agent: this.agent }),
      ...(this.worktree && { worktree: true }),
      ...(this.sandbox && { sandbox: this.sandbox }),
      ...(name && { name }),
      ...(this.folder.trim() && { cwd: this.folder.trim() }),
      ...(command.length > 0 && { command }),
    };
  }
}
