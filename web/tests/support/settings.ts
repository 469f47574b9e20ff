import type { SettingsLayer } from '$api/types';
import type { Store } from '$lib/storage';
import { vi } from 'vitest';
import { Settings, type Changes, type LayerName } from '../../src/features/settings/settings.svelte';
import { memoryStore } from './memory-store';

const owners: Partial<Record<LayerName, string>> = { user: 'p_1', device: 'd_1', workspace: 'default' };

export function aLayer(layer: LayerName, values: Changes = {}, version = 0, owner = owners[layer]): SettingsLayer {
  return { layer, owner: owner ?? null, version, values } as SettingsLayer;
}

/** A server that keeps what it is sent, and can be made to refuse. */
export function settingsServer(said: readonly SettingsLayer[] = []) {
  const layers = new Map<LayerName, SettingsLayer>(
    (['server', 'user', 'device'] as const).map((layer) => [layer, aLayer(layer)]),
  );
  for (const layer of said) layers.set(layer.layer, layer);
  let version = 100;
  const changeSettings = vi.fn((layer: LayerName, _workspace: string, changes: Changes): Promise<SettingsLayer> => {
    const before = layers.get(layer) ?? aLayer(layer);
    const values = Object.entries({ ...before.values, ...changes }).filter(([, value]) => value !== null);
    const now = { ...before, version: ++version, values: Object.fromEntries(values) };
    layers.set(layer, now);
    return Promise.resolve(structuredClone(now));
  });
  return { changeSettings, layers: () => [...layers.values()] };
}

/** Settings of somebody who is signed in to such a server. */
export function someSettings({
  store = memoryStore(),
  said = [],
}: { store?: Store; said?: readonly SettingsLayer[] } = {}) {
  const server = settingsServer(said);
  const refused = vi.fn();
  const settings = new Settings({ gateway: server, store, refused });
  settings.take(server.layers());
  return { settings, server, store, refused };
}
