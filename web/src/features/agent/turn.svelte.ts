import { Changes } from './changes.svelte';
import type {
  AskOption,
  ContentBlock,
  Facts,
  PlanEntry,
  ToolContent,
  ToolFacts,
  ToolKind,
  ToolState,
  Place,
} from './contract';
import type { Usage } from './usage';
import type { Verdict } from './verdict';
import { Words } from './words.svelte';

export class ToolCall {
  readonly is = 'tool';
  #facts = $state.raw<ToolFacts>({});

  constructor(facts: ToolFacts) {
    this.#facts = facts;
  }

  update(facts: ToolFacts): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** What a question about it tells. Read again later it follows what became of the call: that stays, and lacks something at most. */
  asked(facts: ToolFacts): void {
    const over = this.state === 'completed' || this.state === 'failed';
    this.#facts = over ? { ...facts, ...this.#facts } : { ...this.#facts, ...facts };
  }

  /** It with what a question tells. This stays as it is, whatever becomes of the call. */
  as(facts: ToolFacts): ToolCall {
    return new ToolCall({ ...this.#facts, ...facts });
  }

  get title(): string {
    return this.#facts.title ?? '';
  }

  get kind(): ToolKind {
    return this.#facts.kind ?? 'other';
  }

  get state(): ToolState {
    return this.#facts.state ?? 'pending';
  }

  /** Whether it was said how far it is. Not of what Dispatch asks about itself: the answer is all there is to it. */
  get told(): boolean {
    return this.#facts.state !== undefined;
  }

  get content(): readonly ToolContent[] {
    return this.#facts.content ?? [];
  }

  get places(): readonly Place[] {
    return this.#facts.places ?? [];
  }

  get input(): string {
    return this.#facts.input ?? '';
  }

  get output(): string {
    return this.#facts.output ?? '';
  }
}

export class Plan {
  readonly is = 'plan';
  #entries = $state.raw<readonly PlanEntry[]>([]);

  constructor(entries: readonly PlanEntry[]) {
    this.#entries = entries;
  }

  get entries(): readonly PlanEntry[] {
    return this.#entries;
  }

  update(entries: readonly PlanEntry[]): void {
    this.#entries = entries;
  }
}

export interface Answer {
  /** Undefined: nobody chose, the question was taken back. */
  readonly option: AskOption | undefined;
  readonly by: string;
  /** What answered in a person's stead. */
  readonly verdict: Verdict | undefined;
}

/** The agent asks whether it may, and waits. */
export class Ask {
  readonly is = 'ask';
  readonly id: string;
  /** What it is about, which may go on changing. */
  readonly call: ToolCall;
  /** What was asked: nobody may have allowed something else. */
  readonly tool: ToolCall;
  readonly options: readonly AskOption[];
  /** What was decided of it at once, or why a person is to decide. */
  readonly verdict: Verdict | undefined;
  #answer = $state.raw<Answer>();

  constructor(id: string, call: ToolCall, asked: ToolFacts, options: readonly AskOption[], verdict?: Verdict) {
    this.id = id;
    this.call = call;
    this.tool = call.as(asked);
    this.options = options;
    this.verdict = verdict;
  }

  get answer(): Answer | undefined {
    return this.#answer;
  }

  /** The first answer counts. */
  settle(option: AskOption | undefined, by: string, verdict?: Verdict): void {
    this.#answer ??= { option, by, verdict };
  }
}

/** Something else that the agent said: a picture, a link. */
export interface Said {
  readonly is: 'content';
  readonly block: ContentBlock;
}

/** Something that happened to the conversation itself. */
export interface Remark {
  readonly is: 'remark';
  readonly remark:
    | { readonly is: 'handed'; readonly turns: number; readonly left: number; readonly cut: boolean }
    | { readonly is: 'flooded'; readonly kept: number };
}

/** Something was to be done for the agent, and was decided without a person or refused. */
export interface Decided {
  readonly is: 'decided';
  readonly subject: string;
  readonly verdict: Verdict | undefined;
  readonly error: string;
}

export type Item = Words | ToolCall | Plan | Ask | Said | Decided | Remark;

const reasons = ['end_turn', 'max_tokens', 'max_turn_requests', 'refusal', 'cancelled', 'interrupted'] as const;
export type StopReason = (typeof reasons)[number] | 'unknown';

export function stopReason(value: unknown): StopReason {
  return reasons.find((known) => known === value) ?? 'unknown';
}

export type TurnEnd =
  | { readonly is: 'ended'; readonly reason: StopReason; readonly at: number; readonly usage?: Usage | undefined }
  | { readonly is: 'failed'; readonly code: string; readonly message: string; readonly at: number };

export interface Prompt {
  readonly blocks: readonly ContentBlock[];
  readonly by: string;
  readonly at: number;
  /** It was asked elsewhere, before the session went on with the conversation. */
  readonly earlier: boolean;
}

/** A prompt and all that came of it. */
export class Turn {
  readonly id: string;
  readonly #items: Item[] = [];
  readonly #tools = new Map<string, ToolCall>();
  #plan: Plan | undefined;
  #prompt = $state.raw<Prompt>();
  #end = $state.raw<TurnEnd>();
  #dropped = $state(false);
  #unsure = $state(false);
  #changes = $state.raw<Changes>();
  #restoredBy = $state.raw<string>();
  /** Changes with the items: there may be thousands before anybody looks. */
  #version = $state(0);

  constructor(id: string) {
    this.id = id;
  }

  get prompt(): Prompt | undefined {
    return this.#prompt;
  }

  get number(): number {
    return Number(this.id);
  }

  get earlier(): boolean {
    return this.#prompt?.earlier === true;
  }

  /** Whether the conversation was rolled back from it. */
  get dropped(): boolean {
    return this.#dropped;
  }

  set dropped(dropped: boolean) {
    this.#dropped = dropped;
  }

  /** Whether nobody knows if the agent has the prompt: a person says what becomes of it. */
  get unsure(): boolean {
    return this.#unsure && this.#end === undefined;
  }

  set unsure(unsure: boolean) {
    this.#unsure = unsure;
  }

  get items(): readonly Item[] {
    void this.#version;
    return this.#items.slice();
  }

  get end(): TurnEnd | undefined {
    return this.#end;
  }

  /** What it changed; undefined until that is known, and when there is nothing. */
  get changes(): Changes | undefined {
    return this.#changes;
  }

  /** Who put the files back to what they were before it. */
  get restoredBy(): string | undefined {
    return this.#restoredBy;
  }

  changed(data: Facts): void {
    this.#changes = new Changes(data);
  }

  restored(by: string): void {
    this.#restoredBy = by;
  }

  begin(prompt: Prompt): void {
    this.#prompt = prompt;
  }

  finish(end: TurnEnd): void {
    this.#end ??= end;
  }

  say(is: 'said' | 'thought', block: ContentBlock): void {
    if (block.is !== 'text') return this.#add({ is: 'content', block });
    const last = this.#items.at(-1);
    if (last?.is === is) last.append(block.text);
    // A piece of nothing but blanks begins no text.
    else if (block.text.trim() !== '') this.#add(new Words(is, block.text));
  }

  /** A call, or what is new of it. */
  tool(id: string, facts: ToolFacts): ToolCall {
    const known = this.#tools.get(id);
    if (known) {
      known.update(facts);
      return known;
    }
    const call = new ToolCall(facts);
    this.#tools.set(id, call);
    this.#add(call);
    return call;
  }

  /** The call that is asked about, which may be unknown until then. */
  toolAsked(id: string, facts: ToolFacts): ToolCall {
    const known = this.#tools.get(id);
    known?.asked(facts);
    return known ?? this.tool(id, facts);
  }

  plan(entries: readonly PlanEntry[]): void {
    if (this.#plan) return this.#plan.update(entries);
    this.#plan = new Plan(entries);
    this.#add(this.#plan);
  }

  decided(decided: Decided): void {
    this.#add(decided);
  }

  ask(ask: Ask): void {
    this.#add(ask);
  }

  note(remark: Remark['remark']): void {
    this.#add({ is: 'remark', remark });
  }

  #add(item: Item): void {
    if (item.is !== 'remark') this.#unsure = false;
    this.#items.push(item);
    this.#version++;
  }
}
