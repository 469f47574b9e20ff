import { defaults, layersOf, shapes, type SettingValues } from '$api/generated/settings.gen';
import { ApiError, messageOf, referenceOf } from '$api/problem';
import type { SettingsLayer } from '$api/types';
import { m } from '$lib/messages';
import type { Reference } from '$lib/reference';
import type { Store } from '$lib/storage';
import { fits, type Shape } from './fits';

export type { SettingValues } from '$api/generated/settings.gen';
export type SettingKey = keyof SettingValues;
export type LayerName = SettingsLayer['layer'];
export type ThemeChoice = SettingValues['theme'];
/** A theme that was imported. */
export type ThemeId = `imported-${string}`;
/** A theme of the page itself. */
export type OwnTheme = Exclude<ThemeChoice, 'system' | ThemeId>;

/** What goes over what last. */
export const layerNames: readonly LayerName[] = ['server', 'file', 'user', 'device', 'workspace'];

/** Settings by key; null takes a layer's value away. */
export type Changes = { readonly [key: string]: unknown };

export interface SettingsGateway {
  /** @param version that of the layer that this is a change of, to be refused when it is another by now. */
  changeSettings(layer: LayerName, workspace: string, values: Changes, version?: number): Promise<SettingsLayer>;
}

export interface SettingsOptions {
  readonly gateway: SettingsGateway;
  /** Holds what the server said last, for the first paint and while there is no server. */
  readonly store: Store;
  /** A change was refused or could not be sent; what was before is in force again. */
  refused(text: string, reference: Reference | undefined, again: () => void): void;
}

/**
 * What is set, by whom, and what of it holds. A change holds at once and is sent; when it is refused, what was before holds again. Of the
 * layers only the current workspace's is looked at.
 */
export class Settings {
  readonly #options: SettingsOptions;
  #layers = $state.raw<readonly SettingsLayer[]>([]);
  /** What was changed here and isn't confirmed yet, by layer. */
  #changes = $state.raw<Partial<Record<LayerName, Changes>>>({});
  #workspace = $state('default');
  #loaded = $state(false);
  readonly #sending = new Set<LayerName>();

  constructor(options: SettingsOptions) {
    this.#options = options;
    const kept = (options.store.read('settings') ?? {}) as {
      layers?: unknown;
      changes?: Partial<Record<LayerName, Changes>>;
    };
    this.#layers = Array.isArray(kept.layers) ? kept.layers.filter(isLayer) : [];
    // In force at once, and sent when it is known who is signed in.
    this.#changes = kept.changes ?? {};
  }

  /** Whether the server has said what is set, since this page was opened. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Whether all that was changed here has arrived. */
  get settled(): boolean {
    return Object.values(this.#changes).every((changes) => Object.keys(changes).length === 0);
  }

  /** Why the server's settings file can't be read. */
  get fault(): SettingsLayer['fault'] {
    return this.#layer('file')?.fault;
  }

  get<Key extends SettingKey>(key: Key): SettingValues[Key] {
    const source = this.source(key);
    return source ? (this.in(source, key) as SettingValues[Key]) : defaults[key];
  }

  /** Where nobody says anything. */
  usual<Key extends SettingKey>(key: Key): SettingValues[Key] {
    return defaults[key];
  }

  /** The layer that a value comes from; undefined when nobody said anything. */
  source(key: SettingKey): LayerName | undefined {
    return layerNames.findLast((layer) => this.in(layer, key) !== undefined);
  }

  /** What one layer says. */
  in<Key extends SettingKey>(layer: LayerName, key: Key): SettingValues[Key] | undefined {
    const changes = this.#changes[layer];
    const value = changes && key in changes ? changes[key] : this.#layer(layer)?.values[key];
    return fits(value, shapes[key] as Shape) ? (value as SettingValues[Key]) : undefined;
  }

  /** All that one layer says, and when it said so. */
  layer(name: LayerName): { readonly values: Changes; readonly version: number } {
    const { values = {}, version = 0 } = this.#layer(name) ?? {};
    const all = Object.entries({ ...values, ...this.#changes[name] }).filter(([, value]) => value !== null);
    return { values: Object.fromEntries(all), version };
  }

  /** Whether this page can write to a layer at all. */
  has(layer: LayerName): boolean {
    return layer !== 'file' && (layer === 'workspace' || this.#layer(layer) !== undefined);
  }

  /** @param layer where; left out: where the value in force comes from, else where people mean this one to be. */
  set<Key extends SettingKey>(key: Key, value: SettingValues[Key], layer = this.#meant(key)): void {
    this.#change(layer, { [key]: value });
  }

  /** Takes a layer's value away: what is said below it holds. */
  unset(key: SettingKey, layer: LayerName): void {
    this.#change(layer, { [key]: null });
  }

  /** Changes several at once, of a layer as it was at a version, and tells what came of it. Nothing of it holds before. */
  async replace(layer: LayerName, values: Changes, version: number): Promise<void> {
    this.takeLayer(await this.#options.gateway.changeSettings(layer, this.#workspace, values, version));
  }

  /** The workspace whose settings hold. */
  enter(workspace: string): void {
    this.#workspace = workspace;
  }

  /** All that applies here, from the server. */
  take(layers: readonly SettingsLayer[]): void {
    const before = this.#layers;
    const ownerOf = (said: readonly SettingsLayer[]) => said.find(({ layer }) => layer === 'user')?.owner;
    // What somebody else has not sent any more is theirs.
    if (ownerOf(before) !== undefined && ownerOf(before) !== ownerOf(layers)) this.#changes = {};
    this.#layers = layers;
    this.#loaded = true;
    this.#keep();
    this.#moveIn(before);
    for (const layer of layerNames) void this.#send(layer);
  }

  /** A layer that has changed, unless it is known newer: an answer can come after what was told of a later change. */
  takeLayer(layer: SettingsLayer): void {
    const before = this.#find(layer);
    if (layer.version <= (before?.version ?? -1)) return;
    this.#layers = [...this.#layers.filter((other) => other !== before), layer];
    this.#keep();
  }

  #layer(name: LayerName): SettingsLayer | undefined {
    return this.#layers.find(
      ({ layer, owner }) => layer === name && (name !== 'workspace' || owner === this.#workspace),
    );
  }

  #find({ layer, owner }: SettingsLayer): SettingsLayer | undefined {
    return this.#layers.find((other) => other.layer === layer && (other.owner ?? '') === (owner ?? ''));
  }

  #keep(): void {
    this.#options.store.write('settings', { layers: this.#layers, changes: this.#changes });
  }

  #meant(key: SettingKey): LayerName {
    const source = this.source(key);
    const layers: readonly LayerName[] = layersOf[key];
    return source && layers.includes(source) ? source : (layers[0] ?? 'user');
  }

  /** A browser that signs in again is another device to the server: what was set on it goes along, unless somebody else signs in. */
  #moveIn(before: readonly SettingsLayer[]): void {
    const of = (layers: readonly SettingsLayer[], name: LayerName) => layers.find(({ layer }) => layer === name);
    const [old, now] = [of(before, 'device'), of(this.#layers, 'device')];
    if (!old || !now || old.owner === now.owner || of(before, 'user')?.owner !== of(this.#layers, 'user')?.owner)
      return;
    if (now.version === 0) this.#changes = { ...this.#changes, device: { ...old.values, ...this.#changes.device } };
  }

  #change(layer: LayerName, changes: Changes): void {
    this.#changes = { ...this.#changes, [layer]: { ...this.#changes[layer], ...changes } };
    this.#keep();
    void this.#send(layer);
  }

  /** One change of a layer after another, all that was made meanwhile in one. */
  async #send(layer: LayerName): Promise<void> {
    const waiting = (): Changes => this.#changes[layer] ?? {};
    if (!this.#loaded || this.#sending.has(layer)) return;
    this.#sending.add(layer);
    while (Object.keys(waiting()).length > 0) {
      const sent = waiting();
      try {
        this.takeLayer(await this.#options.gateway.changeSettings(layer, this.#workspace, sent));
      } catch (error) {
        // Nobody refused it: it holds here, and is sent with the next connection, also after a reload.
        if (error instanceof ApiError && error.isUnreachable) break;
        this.#options.refused(m.settings_refused({ reason: messageOf(error) }), referenceOf(error), () =>
          this.#change(layer, sent),
        );
      }
      const left = Object.entries(waiting()).filter(([key, value]) => sent[key] !== value);
      this.#changes = { ...this.#changes, [layer]: Object.fromEntries(left) };
      this.#keep();
    }
    this.#sending.delete(layer);
  }
}

function isLayer(value: unknown): value is SettingsLayer {
  const { layer, values, version } = (value ?? {}) as Partial<SettingsLayer>;
  return (
    layerNames.some((name) => name === layer) &&
    typeof values === 'object' &&
    values !== null &&
    typeof version === 'number'
  );
}
