import { m } from '$lib/messages';
import { keysAsText } from './keys-as-text';

/** The keys that a phone's keyboard lacks, and the bytes they stand for. */
export interface ExtraKey {
  readonly id: string;
  readonly face: string;
  /** What a screen reader says: what is seen, and more where that says too little. */
  readonly label: string;
  /** Goes on while it is held. */
  readonly repeats?: boolean;
}

export function extraKeys(): readonly ExtraKey[] {
  return [
    key('escape', m.phone_key_escape()),
    key('tab', m.phone_key_tab()),
    key('control', m.phone_key_control()),
    key('alt', m.phone_key_alt()),
    { ...key('left', '←', m.phone_key_left()), repeats: true },
    { ...key('down', '↓', m.phone_key_down()), repeats: true },
    { ...key('up', '↑', m.phone_key_up()), repeats: true },
    { ...key('right', '→', m.phone_key_right()), repeats: true },
    key('|', '|', m.phone_key_pipe()),
    key('/', '/', m.phone_key_slash()),
    key('~', '~', m.phone_key_tilde()),
    key('-', '-', m.phone_key_minus()),
    key('home', m.phone_key_home()),
    key('end', m.phone_key_end()),
    { ...key('page-up', m.phone_key_page_up(), m.phone_key_page_up_label()), repeats: true },
    { ...key('page-down', m.phone_key_page_down(), m.phone_key_page_down_label()), repeats: true },
  ];
}

function key(id: string, face: string, label = face): ExtraKey {
  return { id, face, label };
}

/** The user's own: each types its text. What of it can't be seen is shown as `^C` or `⏎`. */
export function ownKeys(texts: readonly string[]): readonly ExtraKey[] {
  return texts.map((text) => {
    const face = keysAsText(text);
    return { id: text, face, label: m.phone_key_own({ text: face }) };
  });
}

const finals: Record<string, string> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' };
const numbers: Record<string, number> = { 'page-up': 5, 'page-down': 6 };
const fixed: Record<string, string> = { escape: '\x1b', tab: '\t' };

export interface Modifiers {
  readonly control: boolean;
  readonly alt: boolean;
}

/**
 * As xterm sends them.
 * @param application whether the program asked for application cursor keys.
 */
export function bytesOf(id: string, application: boolean, { control, alt }: Modifiers): string {
  const modifier = 1 + (alt ? 2 : 0) + (control ? 4 : 0);
  const [final, number] = [finals[id], numbers[id]];
  if (final) {
    if (modifier > 1) return `\x1b[1;${modifier}${final}`;
    return application ? `\x1bO${final}` : `\x1b[${final}`;
  }
  if (number) return modifier > 1 ? `\x1b[${number};${modifier}~` : `\x1b[${number}~`;
  const text = fixed[id] ?? id;
  const controlled = control ? withControl(text) : text;
  return alt ? withAlt(controlled) : controlled;
}

/** What a key with Control held sends, for the keys that have such a thing; anything else as it is. */
export function withControl(text: string): string {
  if (text.length !== 1) return text;
  if (text === '?') return '\x7f';
  if (text === ' ') return '\0';
  const code = text.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : text;
}

/** What a key with Alt held sends: Escape before it. What is a sequence already, or several keys, stays as it is. */
export function withAlt(text: string): string {
  return [...text].length === 1 ? `\x1b${text}` : text;
}
