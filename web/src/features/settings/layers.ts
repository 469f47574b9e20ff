import { shapes } from '$api/generated/settings.gen';
import type { SettingText } from '$api/generated/settings-texts.gen';
import { m } from '$lib/messages';
import { region } from '$lib/locale';
import type { Shape } from './fits';
import { layerNames, type LayerName, type SettingKey, type Settings } from './settings.svelte';

/** Whom a layer's values are for. */
export function layerTitle(layer: LayerName): string {
  switch (layer) {
    case 'server':
      return m.settings_layer_server();
    case 'file':
      return m.settings_layer_file();
    case 'user':
      return m.settings_layer_user();
    case 'device':
      return m.settings_layer_device();
    case 'workspace':
      return m.settings_layer_workspace();
  }
}

/** A value as a person reads it. */
export function valueText(text: SettingText, value: unknown): string {
  const shape = shapes[text.key] as Shape;
  const named = [...(text.options ?? []), ...(text.suggested ?? [])].find((one) => one.value === value);
  if (named) return named.title;
  if (typeof value === 'boolean') return value ? m.settings_on() : m.settings_off();
  if (typeof value === 'number') return [value.toLocaleString(region()), text.unit].filter(Boolean).join(' ');
  if (Array.isArray(value)) return m.settings_entries({ count: value.length });
  if (value === '') return shape.pattern?.startsWith('|') ? m.settings_never() : m.settings_usual_font();
  return String(value);
}

export interface Said {
  readonly layer: LayerName;
  readonly text: string;
}

/** What the other layers say of a setting. */
export function saidElsewhere(settings: Settings, text: SettingText, layer: LayerName): readonly Said[] {
  return layerNames
    .filter((other) => other !== layer)
    .map((other) => ({ layer: other, value: settings.in(other, text.key) }))
    .filter(({ value }) => value !== undefined)
    .map(({ layer: other, value }) => ({ layer: other, text: saidBy(other, valueText(text, value)) }));
}

/** What a layer says, else what it would be without it: what the layers below it say. */
export function valueIn(settings: Settings, layer: LayerName, key: SettingKey): unknown {
  const below = layerNames.slice(0, layerNames.indexOf(layer) + 1);
  const saying = below.findLast((one) => settings.in(one, key) !== undefined);
  return saying ? settings.in(saying, key) : settings.usual(key);
}

function saidBy(layer: LayerName, value: string): string {
  switch (layer) {
    case 'server':
      return m.settings_said_server({ value });
    case 'file':
      return m.settings_said_file({ value });
    case 'user':
      return m.settings_said_user({ value });
    case 'device':
      return m.settings_said_device({ value });
    case 'workspace':
      return m.settings_said_workspace({ value });
  }
}
