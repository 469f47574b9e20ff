import { m } from '$lib/messages';
import type { ConnectionState } from '$api/connection';
import type { CommandAnswer } from '$api/outgoing-commands';
import { referenceOf, type ApiError } from '$api/problem';
import type { SessionStreamEvents } from '$api/session-stream';
import type { AgentConversation, Position } from '$api/types';
import type { Reference } from '$lib/reference';
import type { AgentServices, Attachment } from './agent-services';
import { Attachments, partsOf, type PromptBlock } from './attachments.svelte';
import { text, type ContentBlock } from './contract';
import { Conversation } from './conversation.svelte';
import type { ReviewPart } from './doings';
import type { Own, ReadOwn } from './past.svelte';
import type { Queued } from './queue.svelte';
import type { Ask, Turn } from './turn.svelte';

/** How long an agent that nobody sees stays attached. */
const hiddenFor = 5 * 60_000;

/** What is being written takes the place of something. */
export type Editing =
  { readonly is: 'queued'; readonly number: number } | { readonly is: 'turn'; readonly number: number };

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
  #editing = $state.raw<Editing>();
  #fetching: Promise<void> | undefined;
  readonly attachments = new Attachments();

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

  get own(): ReadOwn | undefined {
    return this.#services.own;
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

  get editing(): Editing | undefined {
    return this.#editing;
  }

  /** What is sent while the agent works waits for its turn. */
  get mayPrompt(): boolean {
    return this.#connection === 'open' && this.#caughtUp && !this.conversation.failure && !this.#sending;
  }

  show(): void {
    this.#detachLater?.();
    this.#detachLater = undefined;
    if (this.#problem !== undefined || this.#started) return;
    this.#started = true;
    if (this.#services.read && !this.#caughtUp) void this.#begin(this.#services.read());
    else this.#stream.start();
  }

  async #begin(reading: Promise<AgentConversation>): Promise<void> {
    let from: Position | undefined;
    try {
      const stretch = await reading;
      this.conversation.load(stretch);
      this.#caughtUp = true;
      from = { epoch: stretch.epoch, seq: stretch.seq };
    } catch {
      // All of it comes over the connection, or that says what is wrong.
    }
    if (this.#started) this.#stream.start(from);
  }

  /** Fetches the turns before those that are here. @param put what puts them in front, as what is seen is to stay where it is */
  earlier(put: (change: () => void) => void): Promise<void> {
    const { before } = this.conversation;
    if (before === undefined || !this.#services.read) return Promise.resolve();
    this.#fetching ??= this.#services
      .read(before)
      .then(
        (stretch) => put(() => this.conversation.prepend(stretch)),
        (error: ApiError) => {
          this.#refusal = error.message;
        },
      )
      .finally(() => (this.#fetching = undefined));
    return this.#fetching;
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

  /** Says why something can't be done. */
  say(why: string): void {
    this.#refusal = why;
  }

  dismiss(): void {
    this.#refusal = undefined;
  }

  /** Sends what is written. It stays until the agent has it. */
  async send(): Promise<void> {
    const written = this.#draft;
    const { blocks } = this.attachments;
    if ((written.trim() === '' && blocks.length === 0) || !this.mayPrompt) return;
    this.#sending = true;
    const sent = await this.#send(written, blocks);
    this.#sending = false;
    if (!sent) return;
    this.#editing = undefined;
    this.attachments.clear();
    if (this.#draft === written) this.draft = '';
  }

  async #send(written: string, attached: readonly PromptBlock[]): Promise<boolean> {
    const text: readonly PromptBlock[] = written.trim() === '' ? [] : [{ type: 'text', text: written }];
    const data = attached.length === 0 ? { text: written } : { blocks: [...text, ...attached] };
    const editing = this.#editing;
    if (editing?.is === 'queued') return this.#run('queue-edit', { queued: editing.number, ...data });
    if (editing?.is === 'turn' && !(await this.#run('rewind', { turn: await this.#before(editing.number) })))
      return false;
    return this.#run('prompt', { ...data, queue: true });
  }

  /** The turn that the conversation had before one. */
  async #before(turn: number): Promise<number> {
    return (await this.#fetched((one) => !one.dropped && one.number < turn))?.number ?? 0;
  }

  /** A turn by its number, from the runner if it isn't here; one that was rolled back too. */
  turn(number: number): Promise<Turn | undefined> {
    this.#refusal = undefined;
    return this.#fetched((one) => one.number === number);
  }

  /** The last such turn. What is before the ones that are here is fetched until there is one. */
  async #fetched(such: (turn: Turn) => boolean): Promise<Turn | undefined> {
    for (;;) {
      const found = this.conversation.turns.findLast(such);
      const { before } = this.conversation;
      if (found || before === undefined) return found;
      await this.earlier((change) => change());
      // Nothing came: the refusal says why.
      if (this.conversation.before === before) return undefined;
    }
  }

  /** Puts what was asked back into the box. Sent, the conversation goes on from there. */
  editTurn(turn: Turn): void {
    if (turn.prompt) this.#edit({ is: 'turn', number: turn.number }, turn.prompt.blocks);
  }

  editQueued(queued: Queued): void {
    this.#edit({ is: 'queued', number: queued.number }, queued.blocks);
  }

  stopEditing(): void {
    this.#editing = undefined;
    this.draft = '';
    this.attachments.clear();
  }

  #edit(editing: Editing, blocks: readonly ContentBlock[]): void {
    const { text: written, others } = partsOf(blocks);
    this.#editing = editing;
    this.draft = written;
    this.attachments.clear();
    for (const { name, block } of others) this.attachments.add(name, block);
  }

  unqueue(queued: Queued): Promise<boolean> {
    return this.#run('queue-remove', { queued: queued.number });
  }

  continueQueue(): Promise<boolean> {
    return this.#run('queue-continue', {});
  }

  /** What becomes of a prompt of which nobody knows whether the agent has it. */
  resolve(again: boolean): Promise<boolean> {
    return this.#run(again ? 'again' : 'leave', {});
  }

  rewind(turn: Turn): Promise<boolean> {
    return this.#run('rewind', { turn: turn.number });
  }

  takeUp({ id: session, title }: Own): Promise<boolean> {
    return this.#run('take-up', { session, title });
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

  async setModel(model: string): Promise<void> {
    await this.#run('model', { model });
  }

  async setOption(option: string, value: string | boolean): Promise<void> {
    await this.#run('option', { option, value });
  }

  authenticate(method: string): Promise<boolean> {
    return this.#run('authenticate', { method });
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
