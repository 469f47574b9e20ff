/**
 * A key as a command names it: `mod+k`, `alt+pagedown`, `?`. `mod` is Command on a Mac. Elsewhere it is Control, and Control with
 * Shift in a terminal, which needs plain Control for itself.
 */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export function matches(chord: string, press: KeyPress, place: { mac: boolean; terminal: boolean }): boolean {
  const parts = chord.split('+');
  const key = parts.at(-1);
  if (press.key.toLowerCase() !== key) return false;
  if (press.altKey !== parts.includes('alt')) return false;
  if (!parts.includes('mod')) return !press.ctrlKey && !press.metaKey && (parts.includes('alt') || !place.terminal);
  if (place.mac) return press.metaKey && !press.ctrlKey && !press.shiftKey;
  return press.ctrlKey && !press.metaKey && (press.shiftKey || !place.terminal);
}

const faces: Record<string, string> = {
  pagedown: 'PgDn',
  pageup: 'PgUp',
  enter: 'Enter',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  home: 'Home',
  end: 'End',
};

export function formatChord(chord: string, mac: boolean, terminal = false): string {
  const words = chord.split('+').flatMap((part) => {
    if (part === 'mod') return mac ? ['⌘'] : terminal ? ['Ctrl', 'Shift'] : ['Ctrl'];
    if (part === 'alt') return [mac ? '⌥' : 'Alt'];
    return [faces[part] ?? (part.length === 1 ? part.toUpperCase() : part)];
  });
  return words.join(mac ? ' ' : '+');
}
