import type { Hex } from '../color';
import { m } from '../messages';
import { oneLine } from '../text';
import { readColor, required } from './color-text';
import { Refused, type FoundTheme } from './theme';

const colors = new Set(['background', 'foreground', 'cursor-color', 'selection-background']);

/** Ghostty's themes, and its configuration, whose other settings are passed over. The name is the file's. */
export function readGhostty(text: string): FoundTheme {
  const palette = new Map<number, Hex>();
  const named = new Map<string, Hex>();
  text.split('\n').forEach((raw, index) => {
    const written = raw.trim();
    const line = index + 1;
    if (written === '' || written.startsWith('#')) return;
    const [, key, value] = /^([a-z0-9-]+)\s*=\s*(.*)$/.exec(written) ?? [];
    if (key === undefined || value === undefined)
      throw new Refused(m.settings_read_not_equals({ written: oneLine(written, 60) }), line);
    const bare = unquoted(value);
    if (key === 'palette') readEntry(bare, written, line, palette);
    // Nothing means the usual, and so does a cursor in the colours of the cell that it stands on.
    else if (colors.has(key) && bare !== '' && !/^cell-(fore|back)ground$/.test(bare))
      named.set(key, readColor(bare, written, line));
  });
  return {
    name: undefined,
    background: required(named.get('background'), 'background'),
    foreground: required(named.get('foreground'), 'foreground'),
    ansi: Array.from({ length: 16 }, (_, index) => required(palette.get(index), `palette = ${index}=#rrggbb`)),
    cursor: named.get('cursor-color'),
    selection: named.get('selection-background'),
  };
}

function readEntry(value: string, written: string, line: number, palette: Map<number, Hex>): void {
  const [, number, color] = /^(\d{1,3})\s*=\s*(.*)$/.exec(value) ?? [];
  if (number === undefined || color === undefined || Number(number) > 255)
    throw new Refused(m.settings_read_palette({ written: oneLine(written, 60) }), line);
  palette.set(Number(number), readColor(color, written, line));
}

function unquoted(value: string): string {
  return /^"(.*)"$/.exec(value)?.[1] ?? value;
}
