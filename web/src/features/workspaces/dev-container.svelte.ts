import type { DevContainer, DevContainerSetting, DevContainerTaken } from '$api/types';
import type { WorkspacesClient } from '$api/workspaces-client';
import { Attempt } from './attempt.svelte';

type Gateway = Pick<WorkspacesClient, 'devContainer' | 'takeDevContainer'>;

/** What a workspace's devcontainer.json says, and the taking of it. */
export class DevContainerFile {
  readonly #gateway: Gateway;
  readonly #workspace: string;
  readonly #set: (settings: readonly DevContainerSetting[]) => Promise<void>;
  readonly attempt = new Attempt();
  #said = $state.raw<DevContainer | null>();

  readonly #kept = $derived(this.#said?.ignored.filter(({ kept }) => kept) ?? []);
  readonly #ignored = $derived(this.#said?.ignored.filter(({ kept }) => !kept) ?? []);

  /** @param set sets what the workspace has no value for yet: settings are the server's. */
  constructor(gateway: Gateway, workspace: string, set: (settings: readonly DevContainerSetting[]) => Promise<void>) {
    this.#gateway = gateway;
    this.#workspace = workspace;
    this.#set = set;
  }

  /** Undefined until it is known, null where there is none. */
  get said(): DevContainer | null | undefined {
    return this.#said;
  }

  /** What would hold in a container. */
  get kept(): DevContainer['ignored'] {
    return this.#kept;
  }

  /** What has no effect here. */
  get ignored(): DevContainer['ignored'] {
    return this.#ignored;
  }

  get takesSomething(): boolean {
    const { commands = [], variables = [], settings } = this.#said ?? {};
    return commands.length + variables.length + (settings?.length ?? 0) > 0;
  }

  async load(): Promise<void> {
    await this.attempt.make(async () => {
      this.#said = (await this.#gateway.devContainer(this.#workspace)) ?? null;
    });
  }

  /** Undefined with the attempt's error; then nothing of it was taken but settings. */
  take(): Promise<DevContainerTaken | undefined> {
    return this.attempt.make(async () => {
      await this.#set(this.#said?.settings ?? []);
      return this.#gateway.takeDevContainer(this.#workspace);
    });
  }
}
