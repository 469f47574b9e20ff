import type { AgentConversation, Of, SessionMessage } from '$api/types';
import { Choices } from './choices.svelte';
import {
  askOptions,
  contentBlock,
  facts,
  id,
  line,
  list,
  named,
  planEntries,
  text,
  toolFacts,
  type Facts,
  type Named,
} from './contract';
import { failureOf, type Failure } from './failure';
import { TurnLine } from './line';
import { Past } from './past.svelte';
import { Queue } from './queue.svelte';
import { Ask, stopReason, Turn, type Remark } from './turn.svelte';
import { usageOf } from './usage';
import { verdictOf } from './verdict';

export type AgentEvent = Pick<Of<SessionMessage, 'event'>, 'seq' | 'time' | 'type' | 'principal' | 'data'>;

/** What the agent itself is called. */
export interface AgentName {
  readonly name: string;
  readonly version: string;
}

/** Where the beginning of a conversation was taken from. */
export interface Origin {
  readonly session: string;
  readonly name: string;
  readonly turn: number;
}

/** A conversation with an agent: what the session's facts come to, one after the other. */
export class Conversation {
  readonly #turns: Turn[] = [];
  readonly #byId = new Map<string, Turn>();
  readonly #asks = new Map<string, Ask>();
  /** What the agent wants done for it, by the names of its requests. */
  readonly #requested = new Map<string, string>();
  /** Changes with the turns. */
  #version = $state(0);
  #open = $state.raw<readonly Ask[]>([]);
  #running = $state.raw<Turn>();
  #ready = $state(false);
  #failure = $state.raw<Failure>();
  #agent = $state.raw<AgentName>();
  readonly choices = new Choices();
  readonly queue = new Queue();
  readonly past = new Past();
  #takes = $state.raw<Facts>({});
  #origin = $state.raw<Origin>();
  /** Where an earlier stretch is asked for; undefined when all is here. */
  #before = $state<number>();
  #line: TurnLine | undefined;
  /** What is said of the next turn, before its prompt is there. */
  #ahead: Remark['remark'] | undefined;
  #commands = $state.raw<readonly Named[]>([]);
  #cutOff = $state(false);

  get turns(): readonly Turn[] {
    void this.#version;
    return this.#turns.slice();
  }

  /** The turn that the agent works on. */
  get running(): Turn | undefined {
    return this.#running;
  }

  /** What it asked and nobody has answered, the oldest first. */
  get asks(): readonly Ask[] {
    return this.#open;
  }

  /** Whether it can be prompted, but for a turn that runs. */
  get ready(): boolean {
    return this.#ready;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  get agent(): AgentName | undefined {
    return this.#agent;
  }

  /** The session that its beginning was taken from. */
  get origin(): Origin | undefined {
    return this.#origin;
  }

  get before(): number | undefined {
    return this.#before;
  }

  /** Whether a prompt may have something besides text. */
  takes(what: 'image' | 'embeddedContext'): boolean {
    return this.#takes[what] === true;
  }

  get commands(): readonly Named[] {
    return this.#commands;
  }

  /** Whether its beginning is no longer kept. */
  get cutOff(): boolean {
    return this.#cutOff;
  }

  /** What was prompted, the newest last. */
  get prompts(): string[] {
    return this.turns.flatMap(({ prompt }) => {
      const said = prompt?.blocks.map((block) => (block.is === 'text' ? block.text : '')).join('') ?? '';
      return said === '' ? [] : [said];
    });
  }

  /** Begins anew. @param cutOff what follows isn't all that there was */
  clear(cutOff: boolean): void {
    this.#turns.length = 0;
    this.#byId.clear();
    this.#asks.clear();
    this.#requested.clear();
    this.#version++;
    this.#open = [];
    this.#stopped();
    this.#failure = undefined;
    this.#agent = undefined;
    this.choices.clear();
    this.queue.clear();
    this.past.clear();
    this.#takes = {};
    this.#origin = undefined;
    this.#before = undefined;
    this.#line = undefined;
    this.#commands = [];
    this.#cutOff = cutOff;
  }

  /** Begins anew with the last stretch of it. */
  load({ before, present, events }: AgentConversation): void {
    this.clear(false);
    const latest = Object.entries(present?.latest ?? {});
    // The others are said of what became ready.
    latest.sort(([a], [b]) => Number(b === 'agent.ready') - Number(a === 'agent.ready'));
    for (const [type, data] of latest) this.take({ seq: 0, time: 0, type, principal: '', data });
    for (const event of events) this.take(event);
    this.#before = before ?? undefined;
    if (!present) return;
    this.#ready = present.ready;
    this.queue.clear();
    for (const queued of present.queue) this.queue.put(facts(queued));
    this.queue.hold(present.held);
    this.past.settle(present.ready);
    this.#line = new TurnLine(present.line.map(({ first, last }) => [first, last] as const));
    this.#mark(this.#turns);
  }

  /** What was before all that is here. */
  prepend({ before, events }: AgentConversation): void {
    const earlier = new Conversation();
    for (const event of events) earlier.take(event);
    this.#before = before ?? undefined;
    this.#origin ??= earlier.origin;
    const turns = earlier.turns.filter((turn) => !this.#byId.has(turn.id));
    this.#mark(turns);
    for (const turn of turns) this.#byId.set(turn.id, turn);
    this.#turns.unshift(...turns);
    this.#version++;
  }

  #mark(turns: readonly Turn[]): void {
    const line = this.#line;
    if (!line) return;
    for (const turn of turns) {
      if (turn.number > 0) turn.dropped = !line.has(turn.number);
    }
  }

  take(event: AgentEvent): void {
    const data = facts(event.data);
    const update = facts(data.update);
    switch (event.type) {
      case 'agent.ready':
        return this.#becameReady(data);
      case 'agent.failed':
        this.#ready = false;
        this.#failure = failureOf(data);
        return this.#interrupt(event.time);
      case 'agent.prompted':
        return this.#prompted(event, data);
      case 'agent.said':
        return this.#turn(data).say('said', contentBlock(update.content));
      case 'agent.thought':
        return this.#turn(data).say('thought', contentBlock(update.content));
      case 'agent.tool-called':
      case 'agent.tool-updated':
        return void this.#turn(data).tool(id(update.toolCallId), toolFacts(update));
      case 'agent.planned':
        return this.#turn(data).plan(planEntries(update.entries));
      case 'agent.unsure':
        this.#turn(data).unsure = true;
        return;
      case 'agent.told':
        if (data.turn !== 0) this.#turn(data).unsure = false;
        return;
      case 'agent.queued':
        return this.queue.put(data);
      case 'agent.unqueued':
        return this.queue.take(data);
      case 'agent.queue-continued':
        return this.queue.hold(false);
      case 'agent.rewound':
        return this.#rewound(Number(id(data.turn)));
      case 'agent.forked':
        this.#origin = { session: id(data.session), name: line(data.name), turn: Number(id(data.turn)) };
        return;
      case 'agent.taken-up':
        this.#ready = false;
        return this.past.takenUp(data);
      case 'agent.not-taken-up':
        return this.#gaveUp(data.message);
      case 'agent.handed-back':
        this.#ahead = { is: 'handed', turns: Number(data.turns), left: Number(data.left), cut: data.cut === true };
        return;
      case 'agent.flooded':
        return this.#turn(data).note({ is: 'flooded', kept: Number(data.kept) });
      case 'agent.mode-changed':
        return this.choices.modeChanged(update);
      case 'agent.model-changed':
        return this.choices.modelChanged(update);
      case 'agent.options-changed':
        return this.choices.optionsChanged(update);
      case 'agent.metered':
        return this.choices.metered(update);
      case 'agent.commands-offered':
        this.#commands = named(update.availableCommands);
        return;
      case 'agent.asked':
        return this.#asked(data);
      case 'agent.answered':
        return this.#answered(event, data);
      case 'agent.requested':
        return this.#wants(data);
      case 'agent.served':
        return this.#served(data);
      case 'agent.changed':
        return this.#turn(data).changed(data);
      case 'agent.reviewed':
        return this.#turn(data).changes?.reviewed(data);
      case 'agent.restored':
        return this.#turn(data).restored(event.principal);
      case 'agent.turn-ended': {
        const reason = stopReason(data.stopReason);
        this.queue.hold(reason !== 'end_turn');
        const usage = usageOf(data.usage);
        return this.#ended(this.#turn(data), () => ({ is: 'ended', reason, at: event.time, usage }));
      }
      case 'agent.turn-failed': {
        const [code, message] = [id(data.code), text(data.message)];
        this.queue.hold(true);
        return this.#ended(this.#turn(data), () => ({ is: 'failed', code, message, at: event.time }));
      }
      case 'session.started':
      case 'session.restarted':
        this.#failure = undefined;
        return this.#interrupt(event.time);
      case 'session.exited':
      case 'session.failed':
      case 'session.lost':
        return this.#interrupt(event.time);
    }
  }

  #becameReady(data: Facts): void {
    const agent = facts(data.agent);
    this.#ready = true;
    this.#failure = undefined;
    const name = line(agent.title, 80) || line(agent.name, 80);
    this.#agent = name === '' ? undefined : { name, version: line(agent.version, 40) };
    this.#takes = facts(data.prompt);
    this.choices.ready(data);
    this.past.ready(data);
  }

  #gaveUp(why: unknown): void {
    this.past.notTakenUp(why);
    this.#rewound(0);
  }

  /** What came after a turn is no longer the conversation's, but can still be read. */
  #rewound(to: number): void {
    this.#ready = false;
    this.queue.hold(false);
    this.#line = this.#line?.through(to);
    for (const turn of this.#turns) if (turn.number > to) turn.dropped = true;
  }

  #prompted(event: AgentEvent, data: Facts): void {
    const turn = this.#turn(data);
    const earlier = data.earlier === true;
    turn.begin({ blocks: list(data.prompt).map(contentBlock), by: event.principal, at: event.time, earlier });
    this.#line = this.#line?.with(turn.number);
    // It is over already, wherever that was.
    if (earlier) return;
    this.past.prompted();
    if (this.#ahead) turn.note(this.#ahead);
    this.#ahead = undefined;
    this.#running = turn;
    this.queue.take(data);
    this.queue.hold(false);
  }

  #asked(data: Facts): void {
    const [key, call] = [id(data.ask), facts(data.call)];
    const turn = this.#turn(data);
    const verdict = verdictOf(data.verdict);
    // What Dispatch asks about itself is called as its question is, and nobody says later how far it is.
    const told = id(call.toolCallId) === key ? { ...call, status: undefined } : call;
    const asked = toolFacts(told);
    const ask = new Ask(key, turn.toolAsked(id(call.toolCallId), asked), asked, askOptions(data.options), verdict);
    this.#asks.set(ask.id, ask);
    // What was decided at once waits for nobody.
    if (!verdict || verdict.decision === 'ask') this.#open = [...this.#open, ask];
    turn.ask(ask);
  }

  #wants(data: Facts): void {
    const { path, command, args } = facts(data.params);
    const said = [path ?? command, ...list(args)].map((word) => line(word, 400)).join(' ');
    this.#requested.set(id(data.request), said.trim());
  }

  #served(data: Facts): void {
    const request = id(data.request);
    const subject = this.#requested.get(request) ?? line(data.path, 400);
    this.#requested.delete(request);
    const [verdict, error] = [verdictOf(data.verdict), line(facts(data.error).message, 1000)];
    if (verdict || error !== '') this.#turn(data).decided({ is: 'decided', subject, verdict, error });
  }

  #answered(event: AgentEvent, data: Facts): void {
    const ask = this.#asks.get(id(data.ask));
    if (!ask) return;
    const chosen = data.option === undefined || data.option === null ? undefined : id(data.option);
    const option = ask.options.find((one) => one.id === chosen);
    ask.settle(
      option ?? (chosen === undefined ? undefined : { id: chosen, name: line(chosen), kind: undefined }),
      event.principal,
      verdictOf(data.verdict),
    );
    this.#open = this.#open.filter((other) => other !== ask);
  }

  #ended(turn: Turn, end: () => Parameters<Turn['finish']>[0]): void {
    turn.finish(end());
    if (this.#running === turn) this.#running = undefined;
    this.#takeBackAsks();
  }

  /** Whatever ran ended with the process, whether or not anybody could say so. */
  #interrupt(at: number): void {
    if (this.past.taking) this.#gaveUp('');
    if (this.#running) this.queue.hold(true);
    this.#running?.finish({ is: 'ended', reason: 'interrupted', at });
    this.#takeBackAsks();
    this.#stopped();
  }

  #takeBackAsks(): void {
    if (this.#open.length === 0) return;
    for (const ask of this.#open) ask.settle(undefined, '');
    this.#open = [];
  }

  #stopped(): void {
    this.#running = undefined;
    this.#ready = false;
  }

  /** The turn that a fact is of; one that names none belongs to the last. */
  #turn(data: Facts): Turn {
    const key = id(data.turn);
    const known = key === '' ? this.#turns.at(-1) : this.#byId.get(key);
    if (known) return known;
    const turn = new Turn(key);
    this.#byId.set(key, turn);
    this.#turns.push(turn);
    this.#version++;
    return turn;
  }
}
