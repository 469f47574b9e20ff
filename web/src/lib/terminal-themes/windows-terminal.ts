import type { Hex } from '../color';
import { m } from '../messages';
import { readColor, required } from './color-text';
import { readJson, type JsonNode } from './json';
import { Refused, type FoundTheme } from './theme';

const names = ['black', 'red', 'green', 'yellow', 'blue', 'purple', 'cyan', 'white'] as const;
const ansi = [...names, ...names.map((name) => `bright${name.charAt(0).toUpperCase()}${name.slice(1)}`)];

type JsonObject = Extract<JsonNode, { kind: 'object' }>;

/** A scheme of Windows Terminal, or its `settings.json` with the schemes in it. */
export function readWindowsTerminal(text: string): FoundTheme[] {
  const root = readJson(text);
  if (root.kind !== 'object') throw new Refused(m.settings_read_scheme(), root.line);
  const schemes = root.members.get('schemes');
  if (!schemes) return [schemeOf(root)];
  if (schemes.kind !== 'list') throw new Refused(m.settings_read_schemes(), schemes.line);
  if (schemes.items.length === 0) throw new Refused(m.settings_read_no_scheme(), schemes.line);
  return schemes.items.map((item) => {
    if (item.kind !== 'object') throw new Refused(m.settings_read_scheme_in(), item.line);
    return schemeOf(item);
  });
}

function schemeOf(scheme: JsonObject): FoundTheme {
  const name = scheme.members.get('name');
  const color = (key: string): Hex | undefined => {
    const node = scheme.members.get(key);
    return node && readColor(node.kind === 'text' ? node.text : '', `"${key}": ${shown(node)}`, node.line);
  };
  const needed = (key: string) => required(color(key), `"${key}"`, scheme.line);
  return {
    name: name?.kind === 'text' ? name.text : undefined,
    background: needed('background'),
    foreground: needed('foreground'),
    ansi: ansi.map(needed),
    cursor: color('cursorColor'),
    selection: color('selectionBackground'),
  };
}

function shown(node: JsonNode): string {
  return node.kind === 'text' ? `"${node.text}"` : '…';
}
