import { messageOf, referenceOf } from '$api/problem';
import type { AddAgentRule, AgentRule } from '$api/types';
import type { Reference } from '$lib/reference';

/** What a workspace's rules are read from and changed by. Each rejects with an ApiError. */
export interface RuleGateway {
  all(): Promise<readonly AgentRule[]>;
  add(rule: AddAgentRule): Promise<AgentRule>;
  remove(id: string): Promise<void>;
}

/** The standing answers to what agents of a workspace ask. */
export class Rules {
  readonly #gateway: RuleGateway;
  #items = $state.raw<readonly AgentRule[]>();
  #busy = $state(false);
  #error = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(gateway: RuleGateway) {
    this.#gateway = gateway;
  }

  /** The newest first; undefined until they came. */
  get items(): readonly AgentRule[] | undefined {
    return this.#items;
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

  load(): Promise<boolean> {
    return this.#make(() => Promise.resolve());
  }

  add(rule: AddAgentRule): Promise<boolean> {
    return this.#make(() => this.#gateway.add(rule));
  }

  remove({ id }: AgentRule): Promise<boolean> {
    return this.#make(() => this.#gateway.remove(id));
  }

  async #make(action: () => Promise<unknown>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.#error = this.#reference = undefined;
    try {
      await action();
      this.#items = (await this.#gateway.all()).toReversed();
      return true;
    } catch (error) {
      this.#error = messageOf(error);
      this.#reference = referenceOf(error);
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
