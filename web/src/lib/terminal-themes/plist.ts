import { m } from '../messages';
import { oneLine } from '../text';
import { Cursor } from './cursor';

/** A value, and the line that it begins in. */
export type PlistNode =
  | { readonly kind: 'dict'; readonly line: number; readonly members: ReadonlyMap<string, PlistNode> }
  | { readonly kind: 'list'; readonly line: number }
  /** A string, a number, true or false: what stands between the tags. */
  | { readonly kind: 'text'; readonly line: number; readonly text: string };

/** Deeper than any theme; a text of opening tags alone must not use the stack up. */
const deepest = 16;
const plain = new Set(['string', 'real', 'integer', 'true', 'false', 'date', 'data']);
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Tag {
  readonly name: string;
  readonly closed: boolean;
}

/** An XML property list: its elements and XML's own five entities, and nothing that a document could define itself. */
export function readPlist(text: string): PlistNode {
  const cursor = new Cursor(text);
  skip(cursor);
  if (cursor.take(/<!DOCTYPE\s+plist\b[^>[]*>/y)) skip(cursor);
  const root = open(cursor);
  if (root.name !== 'plist' || root.closed)
    cursor.refuse(m.settings_read_tag_expected({ found: `<${root.name}>`, wanted: '<plist>' }));
  const node = readValue(cursor, open(cursor), 0);
  close(cursor, 'plist');
  skip(cursor);
  if (!cursor.atEnd) cursor.refuse(m.settings_read_after_plist({ rest: oneLine(cursor.rest, 30) }));
  return node;
}

function readValue(cursor: Cursor, tag: Tag, depth: number): PlistNode {
  const { line } = cursor;
  if (depth > deepest) cursor.refuse(m.settings_read_too_deep());
  if (tag.name === 'dict') return { kind: 'dict', line, members: readMembers(cursor, tag, depth + 1) };
  if (tag.name === 'array') {
    if (!tag.closed) while (!atClose(cursor)) readValue(cursor, open(cursor), depth + 1);
    if (!tag.closed) close(cursor, 'array');
    return { kind: 'list', line };
  }
  if (!plain.has(tag.name)) cursor.refuse(m.settings_read_no_element({ name: tag.name }));
  return { kind: 'text', line, text: readText(cursor, tag) };
}

function readMembers(cursor: Cursor, tag: Tag, depth: number): Map<string, PlistNode> {
  const members = new Map<string, PlistNode>();
  if (tag.closed) return members;
  while (!atClose(cursor)) {
    const key = open(cursor);
    if (key.name !== 'key') cursor.refuse(m.settings_read_tag_expected({ found: `<${key.name}>`, wanted: '<key>' }));
    const name = readText(cursor, key);
    members.set(name, readValue(cursor, open(cursor), depth));
  }
  close(cursor, 'dict');
  return members;
}

function readText(cursor: Cursor, tag: Tag): string {
  if (tag.closed) return '';
  const raw = cursor.take(/[^<]*/y)?.[0] ?? '';
  const text = raw.replace(
    /&([^;\s]*);?/g,
    (written, name: string) => entityOf(name) ?? cursor.refuse(unknown(written)),
  );
  close(cursor, tag.name);
  return text;
}

function entityOf(name: string): string | undefined {
  if (Object.hasOwn(entities, name)) return entities[name];
  const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
  const point = code && (code[1] ? parseInt(code[1], 16) : Number(code[2]));
  return point && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

function unknown(written: string): string {
  return m.settings_read_entity({ written: oneLine(written, 20) });
}

function open(cursor: Cursor): Tag {
  skip(cursor);
  const tag = cursor.take(/<([a-z]+)(?:\s[^<>]*?)?(\/?)>/y);
  if (!tag?.[1]) return unexpected(cursor, m.settings_read_element());
  return { name: tag[1], closed: tag[2] === '/' };
}

function atClose(cursor: Cursor): boolean {
  skip(cursor);
  return cursor.take(/(?=<\/)/y) !== undefined;
}

function close(cursor: Cursor, name: string): void {
  skip(cursor);
  const found = cursor.take(/<\/([a-z]+)\s*>/y)?.[1];
  if (found === undefined) unexpected(cursor, `</${name}>`);
  if (found !== name) cursor.refuse(m.settings_read_tag_expected({ found: `</${found}>`, wanted: `</${name}>` }));
}

function skip(cursor: Cursor): void {
  while (cursor.take(/\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>/y));
}

function unexpected(cursor: Cursor, wanted: string): never {
  if (cursor.atEnd) cursor.refuse(m.settings_read_file_ends({ wanted }));
  return cursor.refuse(m.settings_read_unexpected({ rest: oneLine(cursor.rest, 30), wanted }));
}
