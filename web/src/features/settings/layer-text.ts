import { layersOf, shapes } from '$api/generated/settings.gen';
import { m } from '$lib/messages';
import { readJson, type JsonNode } from '$lib/terminal-themes/json';
import { Refused } from '$lib/terminal-themes/theme';
import { oneLine } from '$lib/text';
import { faultOf } from './fault';
import type { Shape } from './fits';
import type { Changes, LayerName, SettingKey } from './settings.svelte';

/** A layer as a person writes it: one setting after the other, by name. */
export function writeLayer(values: Changes): string {
  const sorted = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

/** What a text says, or the line and the reason why it says nothing. Comments and a comma too many are no fault. */
export function readLayer(text: string, layer: LayerName): { readonly values: Changes } | { readonly problem: string } {
  try {
    return { values: read(text.trim() === '' ? '{}' : text.replace(/\r\n?/g, '\n'), layer) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: m.settings_read_line({ line: error.line ?? 1, reason: error.message }) };
  }
}

function read(text: string, layer: LayerName): Changes {
  const root = readJson(text);
  if (root.kind !== 'object') throw new Refused(m.settings_json_object(), root.line);
  const values: Record<string, unknown> = {};
  for (const [key, node] of root.members) {
    const name = oneLine(key, 60);
    if (!isKey(key)) throw new Refused(m.settings_json_unknown({ name }), node.line);
    if (!(layersOf[key] as readonly LayerName[]).includes(layer))
      throw new Refused(m.settings_json_layer({ name }), node.line);
    const value = valueOf(node);
    if (value === null) continue;
    const fault = faultOf(value, shapes[key] as Shape);
    if (fault !== undefined) throw new Refused(`${name}: ${fault.replace(/\.$/, '')}`, node.line);
    values[key] = value;
  }
  return values;
}

function isKey(key: string): key is SettingKey {
  return Object.hasOwn(layersOf, key);
}

function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries([...node.members].map(([name, member]) => [name, valueOf(member)]));
    case 'list':
      return node.items.map(valueOf);
    case 'text':
      return node.text;
    case 'other':
      return node.value;
  }
}
