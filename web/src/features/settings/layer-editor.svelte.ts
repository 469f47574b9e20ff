import { messageOf } from '$api/problem';
import { readLayer, writeLayer } from './layer-text';
import type { LayerName, Settings } from './settings.svelte';

/** One layer as text. What can't be read changes nothing, and stays to be mended. */
export class LayerEditor {
  readonly #settings: Settings;
  readonly #layer: LayerName;
  #before = $state.raw<ReturnType<Settings['layer']>>({ values: {}, version: 0 });
  #problem = $state<string>();
  #saving = $state(false);
  text = $state('');

  constructor(settings: Settings, layer: LayerName) {
    this.#settings = settings;
    this.#layer = layer;
    this.take();
  }

  get changed(): boolean {
    return this.text !== writeLayer(this.#before.values);
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get saving(): boolean {
    return this.#saving;
  }

  /** Somebody has changed the layer since it was written here. */
  get stale(): boolean {
    return this.#settings.layer(this.#layer).version !== this.#before.version;
  }

  /** What is set now, and away with what was written here. */
  take(): void {
    this.#before = this.#settings.layer(this.#layer);
    this.text = writeLayer(this.#before.values);
    this.#problem = undefined;
  }

  async save(): Promise<void> {
    const { text } = this;
    const reading = readLayer(text, this.#layer);
    this.#problem = 'problem' in reading ? reading.problem : undefined;
    if ('problem' in reading || this.#saving) return;
    const { values, version } = this.#before;
    const gone = Object.keys(values).filter((key) => !(key in reading.values));
    this.#saving = true;
    try {
      const changes = { ...reading.values, ...Object.fromEntries(gone.map((key) => [key, null])) };
      await this.#settings.replace(this.#layer, changes, version);
      // What was written meanwhile stays, and is seen to be about a layer that has changed.
      if (this.text === text) this.take();
    } catch (error) {
      this.#problem = messageOf(error);
    }
    this.#saving = false;
  }
}
