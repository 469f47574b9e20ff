import { m } from '../messages';
import { oneLine } from '../text';
import { Cursor } from './cursor';

/** A value, and the line that it begins in. */
export type JsonNode =
  | { readonly kind: 'object'; readonly line: number; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'text'; readonly line: number; readonly text: string }
  | { readonly kind: 'other'; readonly line: number; readonly value: number | boolean | null };

/** Deeper than any settings file; a text of brackets alone must not use the stack up. */
const deepest = 32;

/** JSON as settings files have it: with comments, and commas before a closing bracket. */
export function readJson(text: string): JsonNode {
  const cursor = new Cursor(text);
  skip(cursor);
  const root = readValue(cursor, 0);
  skip(cursor);
  if (!cursor.atEnd) cursor.refuse(m.settings_read_after_json({ rest: oneLine(cursor.rest, 30) }));
  return root;
}

function readValue(cursor: Cursor, depth: number): JsonNode {
  const { line } = cursor;
  if (depth > deepest) cursor.refuse(m.settings_read_too_deep());
  if (cursor.take(/\{/y)) return { kind: 'object', line, members: readMembers(cursor, depth + 1) };
  if (cursor.take(/\[/y)) return { kind: 'list', line, items: readItems(cursor, depth + 1) };
  const text = readText(cursor);
  if (text !== undefined) return { kind: 'text', line, text };
  const other = cursor.take(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y)?.[0];
  if (other !== undefined) return { kind: 'other', line, value: JSON.parse(other) as number | boolean | null };
  return unexpected(cursor, m.settings_read_value());
}

function readMembers(cursor: Cursor, depth: number): Map<string, JsonNode> {
  const members = new Map<string, JsonNode>();
  for (;;) {
    skip(cursor);
    if (cursor.take(/\}/y)) return members;
    const name = readText(cursor);
    if (name === undefined) return unexpected(cursor, m.settings_read_name_or({ end: '}' }));
    skip(cursor);
    if (!cursor.take(/:/y)) unexpected(cursor, ':');
    skip(cursor);
    members.set(name, readValue(cursor, depth));
    skip(cursor);
    if (cursor.take(/,/y)) continue;
    if (cursor.take(/\}/y)) return members;
    unexpected(cursor, m.settings_read_comma_or({ end: '}' }));
  }
}

function readItems(cursor: Cursor, depth: number): JsonNode[] {
  const items: JsonNode[] = [];
  for (;;) {
    skip(cursor);
    if (cursor.take(/\]/y)) return items;
    items.push(readValue(cursor, depth));
    skip(cursor);
    if (cursor.take(/,/y)) continue;
    if (cursor.take(/\]/y)) return items;
    unexpected(cursor, m.settings_read_comma_or({ end: ']' }));
  }
}

function readText(cursor: Cursor): string | undefined {
  const raw = cursor.take(/"(?:[^"\\\n]|\\.)*"/y)?.[0];
  if (raw === undefined) return undefined;
  try {
    return JSON.parse(raw) as string;
  } catch {
    return cursor.refuse(m.settings_read_escape({ text: oneLine(raw, 40) }));
  }
}

function skip(cursor: Cursor): void {
  while (cursor.take(/\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y));
}

function unexpected(cursor: Cursor, wanted: string): never {
  if (cursor.atEnd) cursor.refuse(m.settings_read_json_ends({ wanted }));
  return cursor.refuse(m.settings_read_unexpected({ rest: oneLine(cursor.rest, 30), wanted }));
}
