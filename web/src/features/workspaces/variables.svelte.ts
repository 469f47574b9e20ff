import type { WorkspacesClient } from '$api/workspaces-client';
import { Attempt } from './attempt.svelte';

export interface ShownVariable {
  readonly name: string;
  /** Undefined for a secret one: that is told to nobody. */
  readonly value: string | undefined;
  /** A secret whose value can't be decrypted any more. */
  readonly unreadable: boolean;
}

type Gateway = Pick<WorkspacesClient, 'variables' | 'secrets' | 'setVariable' | 'removeVariable'>;

/** A workspace's environment variables, and the one that is being set. */
export class Variables {
  readonly #gateway: Gateway;
  readonly #workspace: string;
  readonly attempt = new Attempt();
  name = $state('');
  value = $state('');
  secret = $state(false);
  #items = $state.raw<readonly ShownVariable[]>();

  constructor(gateway: Gateway, workspace: string) {
    this.#gateway = gateway;
    this.#workspace = workspace;
  }

  /** By name; undefined until they came. */
  get items(): readonly ShownVariable[] | undefined {
    return this.#items;
  }

  async load(): Promise<void> {
    await this.attempt.make(() => this.#read());
  }

  async set(): Promise<void> {
    const { name, value, secret } = this;
    const set = await this.attempt.make(async () => {
      await this.#gateway.setVariable(this.#workspace, name.trim(), value, secret);
      await this.#read();
      return true;
    });
    if (!set) return;
    this.name = this.value = '';
    this.secret = false;
  }

  async remove({ name, value }: ShownVariable): Promise<void> {
    await this.attempt.make(async () => {
      await this.#gateway.removeVariable(this.#workspace, name, value === undefined);
      await this.#read();
    });
  }

  async #read(): Promise<void> {
    const [plain, secrets] = await Promise.all([
      this.#gateway.variables(this.#workspace),
      this.#gateway.secrets(this.#workspace),
    ]);
    this.#items = [
      ...plain.map(({ name, value }) => ({ name, value, unreadable: false })),
      ...secrets.map(({ name, unreadable }) => ({ name, value: undefined, unreadable: unreadable === true })),
    ].sort((one, other) => (one.name < other.name ? -1 : 1));
  }
}
