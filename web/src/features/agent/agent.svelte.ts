import { m } from '$lib/messages';
import type { ConnectionState } from '$api/connection';
import type { CommandAnswer } from '$api/outgoing-commands';
import { referenceOf, type ApiError } from '$api/problem';
import type { SessionStreamEvents } from '$api/session-stream';
import type { SessionInfo } from '$api/types';
import type { Clock } from '$lib/clock';
import type { Reference } from '$lib/reference';
import { text } from './contract';
import { Conversation } from './conversation.svelte';
import type { ReviewPart } from './doings';
import type { Ask } from './turn.svelte';

/** An attached session, as the view model uses it. */
export interface Attachment {
  start(): void;
  stop(): void;
  command(name: string, data: unknown): Promise<CommandAnswer>;
  tryNow(): void;
  look(on: boolean): void;
}

export interface AgentServices {
  attach(events: SessionStreamEvents): Attachment;
  /** Asks for the session when its connection was refused: it may be gone, or nobody may be signed in. */
  look(): Promise<SessionInfo>;
  readonly clock: Clock;
  /** What is written and not sent, kept over a reload. */
  readonly draft: { read(): string; write(text: string): void };
}

/** How long an agent that nobody sees stays attached. */
const hiddenFor = 5 * 60_000;

/** One agent on this page: its connection, its conversation, and what is being written to it. */
export class AgentModel {
  readonly conversation = new Conversation();
  readonly #services: AgentServices;
  readonly #stream: Attachment;
  #detachLater: (() => void) | undefined;
  #started = false;

  #connection = $state<ConnectionState>('closed');
  #caughtUp = $state(false);
  #retryAt = $state<number>();
  #problem = $state<string>();
  #reference = $state.raw<Reference>();
  #refusal = $state<string>();
  #draft = $state('');
  #sending = $state(false);
  #stopping = $state(false);
  #answering = $state.raw<Ask>();

  constructor(services: AgentServices) {
    this.#services = services;
    this.#draft = services.draft.read();
    this.#stream = services.attach(this.#events());
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  /** Whether the past is here: until then it would only rush by. */
  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  get retryAt(): number | undefined {
    return this.#retryAt;
  }

  /** Why it can't be attached. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  /** What was refused, and what to do. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  get draft(): string {
    return this.#draft;
  }

  set draft(text: string) {
    this.#draft = text;
    this.#services.draft.write(text);
  }

  /** A prompt is on its way. */
  get sending(): boolean {
    return this.#sending;
  }

  get stopping(): boolean {
    return this.#stopping && this.conversation.running !== undefined;
  }

  /** The question whose answer is on its way. */
  get answering(): Ask | undefined {
    return this.#answering;
  }

  get mayPrompt(): boolean {
    return (
      this.#connection === 'open' &&
      this.#caughtUp &&
      this.conversation.ready &&
      !this.conversation.running &&
      !this.#sending
    );
  }

  show(): void {
    this.#detachLater?.();
    this.#detachLater = undefined;
    if (this.#problem !== undefined || this.#started) return;
    this.#started = true;
    this.#stream.start();
  }

  /** Out of sight: detaches after a while, and resumes from where it was. */
  hide(): void {
    this.#detachLater ??= this.#services.clock.after(hiddenFor, () => this.#stop());
  }

  close(): void {
    this.#detachLater?.();
    this.#stop();
  }

  retry(): void {
    this.#problem = undefined;
    this.show();
  }

  tryNow(): void {
    this.#stream.tryNow();
  }

  look(on: boolean): void {
    this.#stream.look(on);
  }

  dismiss(): void {
    this.#refusal = undefined;
  }

  /** Sends what is written. It stays until the agent has it. */
  async send(): Promise<void> {
    const written = this.#draft;
    if (written.trim() === '' || !this.mayPrompt) return;
    this.#sending = true;
    const sent = await this.#run('prompt', { text: written });
    this.#sending = false;
    if (sent && this.#draft === written) this.draft = '';
  }

  async answer(ask: Ask, option: string): Promise<void> {
    if (this.#answering || ask.answer) return;
    this.#answering = ask;
    await this.#run('answer', { ask: ask.id, option });
    this.#answering = undefined;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (!(await this.#run('cancel', {}))) this.#stopping = false;
  }

  async setMode(mode: string): Promise<void> {
    await this.#run('mode', { mode });
  }

  review(part: ReviewPart): Promise<boolean> {
    return this.#run('review', part);
  }

  /** What is refused because of what others changed since is asked about where it was asked for. */
  async restore(turn: string, force: boolean): Promise<CommandAnswer> {
    this.#refusal = undefined;
    const answer = await this.#stream.command('restore', { turn: Number(turn), force });
    if (!answer.ok && answer.code !== 'agent.changed-since') this.#refusal = refusalOf(answer.code, answer.message);
    return answer;
  }

  async #run(name: string, data: unknown): Promise<boolean> {
    this.#refusal = undefined;
    const { ok, code, message } = await this.#stream.command(name, data);
    if (!ok) this.#refusal = refusalOf(code, message);
    return ok;
  }

  #stop(): void {
    this.#detachLater = undefined;
    this.#started = false;
    this.#stream.stop();
  }

  #events(): SessionStreamEvents {
    return {
      state: (state) => {
        this.#connection = state;
      },
      refused: () => void this.#askWhy(),
      waiting: (until) => {
        this.#retryAt = until;
      },
      attached: () => undefined,
      keptChanged: () => undefined,
      gap: ({ first }) => {
        this.#caughtUp = false;
        this.conversation.clear(first > 1);
      },
      // Of terminals only.
      snapshot: (_, __, taken) => taken(),
      output: (_, taken) => taken(),
      unknownInput: () => undefined,
      event: (event) => {
        this.conversation.take(event);
        if (event.type === 'agent.prompted') this.#stopping = false;
      },
      live: () => {
        this.#caughtUp = true;
      },
      fault: (fault, traceId) => {
        if (!fault.fatal) this.#refusal = text(fault.message);
        else if (fault.code !== 'attach.unread') this.#give(fault.message, { code: fault.code, traceId });
      },
    };
  }

  async #askWhy(): Promise<void> {
    try {
      await this.#services.look();
    } catch (error) {
      if ((error as ApiError).status === 404) this.#give((error as ApiError).message, referenceOf(error));
    }
  }

  #give(problem: string, reference: Reference | undefined): void {
    this.#problem = problem;
    this.#reference = reference;
    this.#stop();
  }
}

function refusalOf(code: string | null, message: string | null): string {
  if (code === 'agent.busy') return m.agent_busy();
  if (code === 'agent.answered-already') return m.agent_answered_already();
  return text(message) || m.agent_refused({ code: text(code) });
}
