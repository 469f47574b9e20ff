import type { Of, SessionMessage } from '$api/types';
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
import { verdictOf } from './verdict';
import { Ask, Turn, type StopReason } from './turn.svelte';

export type AgentEvent = Pick<Of<SessionMessage, 'event'>, 'seq' | 'time' | 'type' | 'principal' | 'data'>;

/** Why the agent can't be prompted. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Ways to sign in, when that is what it wants. */
  readonly auth: readonly Named[];
}

/** What the agent itself is called. */
export interface AgentName {
  readonly name: string;
  readonly version: string;
}

const reasons: readonly StopReason[] = [
  'end_turn',
  'max_tokens',
  'max_turn_requests',
  'refusal',
  'cancelled',
  'interrupted',
];

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
  #modes = $state.raw<readonly Named[]>([]);
  #mode = $state('');
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

  get modes(): readonly Named[] {
    return this.#modes;
  }

  get mode(): string {
    return this.#mode;
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
    this.#modes = [];
    this.#mode = '';
    this.#commands = [];
    this.#cutOff = cutOff;
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
      case 'agent.mode-changed':
        this.#mode = id(update.currentModeId);
        return;
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
        const reason = reasons.find((known) => known === data.stopReason) ?? 'unknown';
        return this.#ended(this.#turn(data), () => ({ is: 'ended', reason, at: event.time }));
      }
      case 'agent.turn-failed': {
        const [code, message] = [id(data.code), text(data.message)];
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
    const modes = facts(data.modes);
    this.#ready = true;
    this.#failure = undefined;
    const name = line(agent.title, 80) || line(agent.name, 80);
    this.#agent = name === '' ? undefined : { name, version: line(agent.version, 40) };
    this.#modes = named(modes.availableModes);
    this.#mode = id(modes.currentModeId);
  }

  #prompted(event: AgentEvent, data: Facts): void {
    const turn = this.#turn(data);
    turn.begin({ blocks: list(data.prompt).map(contentBlock), by: event.principal, at: event.time });
    this.#running = turn;
  }

  #asked(data: Facts): void {
    const call = facts(data.call);
    const turn = this.#turn(data);
    const verdict = verdictOf(data.verdict);
    const ask = new Ask(
      id(data.ask),
      turn.tool(id(call.toolCallId), toolFacts(call)),
      askOptions(data.options),
      verdict,
    );
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

/** The protocol's code of an agent that wants a sign-in. */
const authRequired = '-32000';

/** An agent names its ways to sign in whatever the failure. */
function failureOf(data: Facts): Failure {
  const code = id(data.code);
  return { code, message: text(data.message), auth: code === authRequired ? named(data.auth) : [] };
}
