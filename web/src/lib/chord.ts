import { m } from './messages';

/**
 * One press: `ctrl+shift+k`, `alt+pagedown`, `?`. `mod` is Command on a Mac; elsewhere it is Control, and Control with Shift in a
 * terminal, which needs plain Control for itself.
 */
export interface Stroke {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly mod: boolean;
  readonly key: string;
}

export interface KeyPress {
  readonly key: string;
  /** Where the key is, as an American keyboard names it. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState?(name: string): boolean;
}

export interface Keyboard {
  readonly mac: boolean;
  readonly terminal: boolean;
}

/** Maps, and no objects: what is looked up is whatever a person or a file wrote, `constructor` too. */
const modifiers: ReadonlyMap<string, Exclude<keyof Stroke, 'key'>> = new Map([
  ['ctrl', 'ctrl'],
  ['control', 'ctrl'],
  ['shift', 'shift'],
  ['alt', 'alt'],
  ['option', 'alt'],
  ['cmd', 'meta'],
  ['meta', 'meta'],
  ['win', 'meta'],
  ['mod', 'mod'],
]);

/** As others write them. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['arrowup', 'up'],
  ['arrowdown', 'down'],
  ['arrowleft', 'left'],
  ['arrowright', 'right'],
  ['esc', 'escape'],
  ['return', 'enter'],
  ['del', 'delete'],
  [' ', 'space'],
  ['pausebreak', 'pause'],
]);

const named = new Set(
  'enter escape tab space backspace delete insert home end pageup pagedown up down left right pause capslock contextmenu'.split(
    ' ',
  ),
);

/** Where the signs are that Shift changes, as bindings written elsewhere mean them. */
const places: Readonly<Record<string, string>> = {
  '`': 'Backquote',
  '-': 'Minus',
  '=': 'Equal',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  ';': 'Semicolon',
  "'": 'Quote',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
};

/** The presses that are written in a text; undefined when some of it is no key. At most two, one after the other. */
export function parseKeys(text: string): readonly Stroke[] | undefined {
  const parts = text.trim().toLowerCase().split(/\s+/);
  if (parts.length > 2) return undefined;
  const strokes = parts.map(parseStroke);
  return strokes.every((stroke) => stroke !== undefined) ? strokes : undefined;
}

function parseStroke(text: string): Stroke | undefined {
  const stroke = { ctrl: false, shift: false, alt: false, meta: false, mod: false };
  let rest = text;
  for (;;) {
    const end = rest.indexOf('+');
    const modifier = end > 0 && end < rest.length - 1 ? modifiers.get(rest.slice(0, end)) : undefined;
    if (!modifier) break;
    stroke[modifier] = true;
    rest = rest.slice(end + 1);
  }
  const key = aliases.get(rest) ?? rest;
  const known = [...key].length === 1 || named.has(key) || /^f([1-9]|1\d|2[0-4])$/.test(key);
  return known && key !== '' ? { ...stroke, key } : undefined;
}

/** The text of presses, the same for all that mean the same. */
export function writeKeys(strokes: readonly Stroke[]): string {
  return strokes
    .map((stroke) =>
      [...(['mod', 'ctrl', 'shift', 'alt', 'meta'] as const).filter((name) => stroke[name]), stroke.key].join('+'),
    )
    .join(' ');
}

/** What was pressed; undefined for a modifier alone. */
export function strokeOf(press: KeyPress): Stroke | undefined {
  if (/^(Control|Shift|Alt|AltGraph|Meta|OS|CapsLock|Dead|Process|Unidentified)$/.test(press.key)) return undefined;
  const key = keyOf(press);
  return {
    ctrl: press.ctrlKey,
    // Shift is how such a sign is typed, and not held beside it.
    shift: press.shiftKey && !isSign(key),
    alt: press.altKey,
    meta: press.metaKey,
    mod: false,
    key,
  };
}

export function matches(stroke: Stroke, press: KeyPress, { mac, terminal }: Keyboard): boolean {
  // AltGr, which writes a character, is told as both or as neither.
  if (press.ctrlKey === press.altKey && press.getModifierState?.('AltGraph') && [...press.key].length === 1)
    return false;
  if (!isKey(stroke, press) || stroke.alt !== press.altKey) return false;
  const ctrl = stroke.ctrl || (stroke.mod && !mac);
  const meta = stroke.meta || (stroke.mod && mac);
  if (ctrl !== press.ctrlKey || meta !== press.metaKey) return false;
  if (stroke.mod && !mac) return press.shiftKey || (!terminal && !stroke.shift);
  return stroke.shift === press.shiftKey || (!stroke.shift && isSign(stroke.key));
}

/** Without `mod`: what is really pressed. */
export function resolved(stroke: Stroke, { mac, terminal }: Keyboard): Stroke {
  if (!stroke.mod) return stroke;
  return mac
    ? { ...stroke, mod: false, meta: true }
    : { ...stroke, mod: false, ctrl: true, shift: stroke.shift || terminal };
}

/**
 * Whether a terminal has a use for it: it can be told from another key there, and something reads it. With Command, or with Control and
 * Shift, nothing does.
 */
export function isOfTerminal({ ctrl, shift, meta, mod }: Stroke): boolean {
  return !(meta || mod || (ctrl && shift));
}

/** As it is written on the keys. */
export function formatKeys(strokes: readonly Stroke[], keyboard: Keyboard): string {
  return strokes.map((stroke) => formatStroke(resolved(stroke, keyboard), keyboard.mac)).join(' ');
}

function formatStroke({ ctrl, shift, alt, meta, key }: Stroke, mac: boolean): string {
  if (mac) return [ctrl && '⌃', alt && '⌥', shift && '⇧', meta && '⌘', face(key)].filter(Boolean).join('');
  const held = [ctrl && m.keys_ctrl(), shift && m.keys_shift(), alt && 'Alt', meta && 'Win'];
  return [...held.filter(Boolean), face(key)].join('+');
}

function face(key: string): string {
  switch (key) {
    case 'up':
      return '↑';
    case 'down':
      return '↓';
    case 'left':
      return '←';
    case 'right':
      return '→';
    case 'pageup':
      return m.keys_page_up();
    case 'pagedown':
      return m.keys_page_down();
    case 'enter':
      return m.keys_enter();
    case 'home':
      return m.keys_home();
    case 'end':
      return m.keys_end();
    case 'delete':
      return m.keys_delete();
    case 'insert':
      return m.keys_insert();
    case 'space':
      return m.keys_space();
    case 'escape':
      return 'Esc';
    default:
      return key.length <= 3 ? key.toUpperCase() : `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
  }
}

function keyOf({ key }: KeyPress): string {
  const lower = key.toLowerCase();
  return aliases.get(lower) ?? lower;
}

function isKey({ key, shift }: Stroke, press: KeyPress): boolean {
  const pressed = keyOf(press);
  if (pressed === key) return true;
  const { code } = press;
  // Letters in another script, or made by Option: they are meant by where they are.
  if (/^[a-z]$/.test(key)) return !/^[a-z]$/.test(pressed) && code === `Key${key.toUpperCase()}`;
  if (!shift || !press.shiftKey) return false;
  return /^\d$/.test(key) ? code === `Digit${key}` : places[key] !== undefined && code === places[key];
}

/** Neither a letter nor a digit nor a key with a name. */
function isSign(key: string): boolean {
  return [...key].length === 1 && !/[\p{L}\p{N}]/u.test(key);
}
