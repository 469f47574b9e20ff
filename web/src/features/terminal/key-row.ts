/** The keys that a phone's keyboard lacks, and the bytes they stand for. */
export interface ExtraKey {
  readonly id: string;
  readonly face: string;
  /** What a screen reader says: what is seen, and more where that says too little. */
  readonly label: string;
}

export const extraKeys: readonly ExtraKey[] = [
  { id: 'escape', face: 'Esc', label: 'Esc' },
  { id: 'tab', face: 'Tab', label: 'Tab' },
  { id: 'control', face: 'Ctrl', label: 'Ctrl, held for the next key' },
  { id: 'left', face: '←', label: 'Left' },
  { id: 'down', face: '↓', label: 'Down' },
  { id: 'up', face: '↑', label: 'Up' },
  { id: 'right', face: '→', label: 'Right' },
  { id: '|', face: '|', label: 'Pipe' },
  { id: '~', face: '~', label: 'Tilde' },
  { id: '/', face: '/', label: 'Slash' },
  { id: '-', face: '-', label: 'Minus' },
  { id: 'home', face: 'Home', label: 'Home' },
  { id: 'end', face: 'End', label: 'End' },
  { id: 'page-up', face: 'PgUp', label: 'PgUp, page up' },
  { id: 'page-down', face: 'PgDn', label: 'PgDn, page down' },
];

const cursorFinals: Record<string, string> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' };
const fixed: Record<string, string> = { escape: '\x1b', tab: '\t', 'page-up': '\x1b[5~', 'page-down': '\x1b[6~' };

/**
 * @param application whether the program asked for application cursor keys.
 * @param control whether Control is held for this key.
 */
export function bytesOf(id: string, application: boolean, control: boolean): string {
  const final = cursorFinals[id];
  if (final) {
    if (control) return `\x1b[1;5${final}`;
    return application ? `\x1bO${final}` : `\x1b[${final}`;
  }
  const text = fixed[id] ?? id;
  return control ? withControl(text) : text;
}

/** What a key with Control held sends, for the keys that have such a thing; anything else as it is. */
export function withControl(text: string): string {
  if (text.length !== 1) return text;
  if (text === '?') return '\x7f';
  if (text === ' ') return '\0';
  const code = text.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : text;
}
