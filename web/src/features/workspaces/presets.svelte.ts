import type { Layout, Preset, PresetStarted } from '$api/types';
import type { WorkspacesClient } from '$api/workspaces-client';
import { randomId } from '$lib/random-id';
import { Attempt } from './attempt.svelte';

type Gateway = Pick<WorkspacesClient, 'presets' | 'savePreset' | 'renamePreset' | 'removePreset' | 'startPreset'>;

/** A workspace's presets: what was open, to be started again. */
export class Presets {
  readonly #gateway: Gateway;
  readonly #workspace: string;
  /** The same when one is started again after a failure: the first may have been started all the same. */
  readonly #requests = new Map<string, string>();
  readonly attempt = new Attempt();
  /** Of the one that is being saved. */
  name = $state('');
  #items = $state.raw<readonly Preset[]>();

  readonly #replaced = $derived.by(() => {
    const name = plain(this.name);
    return this.#items?.find((preset) => plain(preset.name) === name);
  });

  constructor(gateway: Gateway, workspace: string) {
    this.#gateway = gateway;
    this.#workspace = workspace;
  }

  /** By name; undefined until they came. */
  get items(): readonly Preset[] | undefined {
    return this.#items;
  }

  /** The one that would be gone by saving under this name. */
  get replaced(): Preset | undefined {
    return this.#replaced;
  }

  async load(): Promise<void> {
    await this.attempt.make(() => this.#read());
  }

  /** Undefined with the attempt's error. */
  save(layout: Layout): Promise<Preset | undefined> {
    return this.attempt.make(() =>
      this.#gateway.savePreset(this.#workspace, {
        name: this.name.trim(),
        layout,
        // Only what was said to be replaced is.
        ...(this.#replaced && { replace: true }),
      }),
    );
  }

  start({ id }: Preset): Promise<PresetStarted | undefined> {
    const request = this.#requests.get(id) ?? randomId();
    this.#requests.set(id, request);
    return this.attempt.make(() => this.#gateway.startPreset(this.#workspace, id, request));
  }

  async rename({ id }: Preset, name: string): Promise<void> {
    await this.attempt.make(async () => {
      await this.#gateway.renamePreset(this.#workspace, id, name);
      await this.#read();
    });
  }

  async remove({ id }: Preset): Promise<void> {
    await this.attempt.make(async () => {
      await this.#gateway.removePreset(this.#workspace, id);
      await this.#read();
    });
  }

  async #read(): Promise<void> {
    this.#items = await this.#gateway.presets(this.#workspace);
  }
}

/** As names are held against each other. */
function plain(name: string): string {
  return name.trim().toLowerCase();
}
