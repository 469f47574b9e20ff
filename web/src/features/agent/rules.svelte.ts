import type { AddAgentRule, AgentRule } from '$api/types';
import { Kept } from './kept.svelte';

/** What a workspace's rules are read from and changed by. Each rejects with an ApiError. */
export interface RuleGateway {
  all(): Promise<readonly AgentRule[]>;
  add(rule: AddAgentRule): Promise<AgentRule>;
  remove(id: string): Promise<void>;
}

/** The standing answers to what agents of a workspace ask, the newest first. */
export class Rules extends Kept<AgentRule> {
  readonly #gateway: RuleGateway;

  constructor(gateway: RuleGateway) {
    super(async () => (await gateway.all()).toReversed());
    this.#gateway = gateway;
  }

  add(rule: AddAgentRule): Promise<boolean> {
    return this.run(() => this.#gateway.add(rule));
  }

  remove({ id }: AgentRule): Promise<boolean> {
    return this.run(() => this.#gateway.remove(id));
  }
}
