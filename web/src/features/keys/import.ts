import { wordsOf } from '$lib/key-problems';
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
  const lines = text.split('\n');
  for (let tries = 0; tries < 20; tries++) {
    try {
      return readJson(lines.join('\n'));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const at = error.line === undefined ? undefined : Math.min(error.line, lines.length) - 1;
      const open = at === undefined ? undefined : openBefore(lines, at);
      broken.push(
        open
          ? { line: open.first + 1, what: '', reason: m.keys_import_not_closed() }
          : { line: error.line, what: '', reason: error.message },
      );
      const left = open ?? (at === undefined ? undefined : bindingAt(lines, at));
      if (!left) return undefined;
      // Lines keep their numbers.
      lines.fill('', left.first, left.next);
    }
  }
  return undefined;
}

/** Some lines: the first, and the one behind the last. */
interface Lines {
  readonly first: number;
  readonly next: number;
}

/** Those of the binding that a line is in or behind; undefined when there is none. */
function bindingAt(lines: readonly string[], at: number): Lines | undefined {
  const begins = (line: string | undefined) => /^\s*\{/.test(line ?? '');
  let first = at;
  while (first >= 0 && !begins(lines[first])) first--;
  if (first < 0) return undefined;
  let next = first + 1;
  while (next < lines.length && !begins(lines[next]) && !/^\s*\]/.test(lines[next] ?? '')) next++;
  return { first, next };
}

/** The binding that isn't closed, which is found out only where the next one begins, or the list ends. */
function openBefore(lines: readonly string[], at: number): Lines | undefined {
  const here = bindingAt(lines, at);
  const before = here?.first === at ? bindingAt(lines, at - 1) : here;
  if (!before || at < before.next) return undefined;
  try {
    readJson(`${lines.slice(before.first, before.next).join('\n').replace(/,\s*$/, '')}\n}`);
    return before;
  } catch {
    return undefined;
  }
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
  if ('problem' in bound) foreign.push({ line, what, reason: oneLine(wordsOf(bound.problem), 300) });
  else taken.push(rule);
}

/** As a file that this page, and with its commands VS Code, reads. */
export function writeKeybindings(rules: readonly Rule[]): string {
  const lines = rules.map(({ key, command, when }) => `  ${JSON.stringify({ key, command, when })}`);
  return `[\n${lines.join(',\n')}\n]\n`;
}
