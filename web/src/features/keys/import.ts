import { parseKeys, writeKeys } from '$lib/chord';
import { bind, type Rule } from '$lib/keymap';
import { m } from '$lib/messages';
import { readJson, type JsonNode } from '$lib/terminal-themes/json';
import { Refused } from '$lib/terminal-themes/theme';
import { oneLine } from '$lib/text';
import type { Known } from '$lib/when';
import { counterparts, whenHere } from './vscode';

/** Larger is no file of key bindings. */
export const largestKeymap = 256 * 1024;

export interface NotTaken {
  readonly line: number | undefined;
  readonly what: string;
  readonly reason: string;
}

export interface Reading {
  readonly taken: readonly Rule[];
  /** Fine, and about something that isn't here. */
  readonly foreign: readonly NotTaken[];
  readonly broken: readonly NotTaken[];
}

interface Here {
  readonly known: Known;
  /** Whether there is a command of that id. */
  has(command: string): boolean;
}

/** Reads `keybindings.json` of VS Code, or what was exported here. What is broken in it doesn't keep the rest from being read. */
export function readKeybindings(text: string, here: Here): Reading {
  const reading = { taken: [] as Rule[], foreign: [] as NotTaken[], broken: [] as NotTaken[] };
  const root = readRest(text, reading.broken);
  if (root && root.kind !== 'list') reading.broken.push({ line: root.line, what: '', reason: m.keys_import_no_list() });
  if (root?.kind !== 'list') return reading;
  for (const item of root.items) readItem(item, here, reading);
  return reading;
}

/** Leaves out one binding after another that can't be read. */
function readRest(text: string, broken: NotTaken[]): JsonNode | undefined {
  let lines = text.split('\n');
  for (let tries = 0; tries < 20; tries++) {
    try {
      return readJson(lines.join('\n'));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      broken.push({ line: error.line, what: '', reason: error.message });
      const rest = error.line === undefined ? undefined : without(lines, error.line - 1);
      if (!rest) return undefined;
      lines = rest;
    }
  }
  return undefined;
}

/** Without the binding that a line is in; undefined when there is none. Lines keep their numbers. */
function without(lines: readonly string[], at: number): string[] | undefined {
  const begins = (line: string | undefined) => /^\s*\{/.test(line ?? '');
  let first = Math.min(at, lines.length - 1);
  while (first >= 0 && !begins(lines[first])) first--;
  if (first < 0) return undefined;
  let next = first + 1;
  while (next < lines.length && !begins(lines[next]) && !/^\s*\]/.test(lines[next] ?? '')) next++;
  return lines.map((line, index) => (index >= first && index < next ? '' : line));
}

function readItem(
  item: JsonNode,
  here: Here,
  { taken, foreign, broken }: Record<'foreign' | 'broken', NotTaken[]> & { taken: Rule[] },
): void {
  const { line } = item;
  if (item.kind !== 'object') return void broken.push({ line, what: '', reason: m.keys_import_no_binding() });
  const textOf = (name: string) => {
    const node = item.members.get(name);
    return node?.kind === 'text' ? node.text : undefined;
  };
  const [key, command, when] = [textOf('key'), textOf('command'), textOf('when')];
  const what = oneLine([command, key].filter(Boolean).join(' · '), 80);
  if (!key || !command) {
    broken.push({ line, what, reason: key ? m.keys_import_no_command() : m.keys_import_no_key() });
    return;
  }
  const away = command.startsWith('-') ? '-' : '';
  const id = command.slice(away.length);
  const ours = here.has(id) ? id : Object.hasOwn(counterparts, id) ? counterparts[id] : undefined;
  const strokes = parseKeys(key);
  if (!strokes) return void broken.push({ line, what, reason: m.keys_no_such_key({ key: oneLine(key, 60) }) });
  if (ours === undefined) return void foreign.push({ line, what, reason: m.keys_import_no_such_command() });
  const rule = { command: `${away}${ours}`, key: writeKeys(strokes), ...(when?.trim() && { when: whenHere(when) }) };
  const bound = bind(rule, here.known, true);
  if ('problem' in bound) foreign.push({ line, what, reason: oneLine(bound.problem, 300) });
  else taken.push(rule);
}

/** As a file that this page, and with its commands VS Code, reads. */
export function writeKeybindings(rules: readonly Rule[]): string {
  const lines = rules.map(({ key, command, when }) => `  ${JSON.stringify({ key, command, when })}`);
  return `[\n${lines.join(',\n')}\n]\n`;
}
