import type { Hex } from '../color';
import { m } from '../messages';
import { oneLine } from '../text';
import { readColor, required } from './color-text';
import { Refused, type FoundTheme } from './theme';

/** Which of the sixteen is which colour of a terminal, as base16's own templates for terminals have it. */
const ansi = ['00', '08', '0B', '0A', '0D', '0E', '0C', '05', '03', '08', '0B', '0A', '0D', '0E', '0C', '07'];

/** A base16 scheme: YAML of one level, or with the colours under `palette:`. */
export function readBase16(text: string): FoundTheme {
  const colors = new Map<string, Hex>();
  let name: string | undefined;
  text.split('\n').forEach((raw, index) => {
    const written = raw.trim();
    const line = index + 1;
    if (written === '' || written.startsWith('#') || written === '---' || written === '...') return;
    const [, key, rest] = /^["']?([\w-]+)["']?\s*:(?:\s+(.*))?$/.exec(written) ?? [];
    if (key === undefined) throw new Refused(m.settings_read_not_colon({ written: oneLine(written, 60) }), line);
    const value = unquoted(rest ?? '');
    if (/^base[0-9a-f]{2}$/i.test(key)) colors.set(key.slice(4).toUpperCase(), readColor(value, written, line));
    else if (key === 'scheme' || key === 'name') name = value;
  });
  const color = (place: string) => required(colors.get(place), `base${place}`);
  return {
    name,
    background: color('00'),
    foreground: color('05'),
    ansi: ansi.map(color),
    cursor: color('05'),
    selection: color('02'),
  };
}

/** Without its quotes, or without the comment after it. A bare `#rrggbb` would be a comment to YAML; here it is a colour. */
function unquoted(value: string): string {
  const [, double, single] = /^(?:"([^"]*)"|'([^']*)')(?:\s+#.*)?$/.exec(value) ?? [];
  const comment = value.search(/\s#/);
  return double ?? single ?? (comment < 0 ? value : value.slice(0, comment).trimEnd());
}
