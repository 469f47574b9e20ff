import type { Hex } from '../color';
import { m } from '../messages';
import { oneLine } from '../text';
import { Refused } from './theme';

/**
 * A colour as a file writes it: `#rrggbb`, `rrggbb` or `#rgb`.
 * @param written what stands there, for the one who has to mend it
 */
export function readColor(text: string, written: string, line: number): Hex {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text)?.[1] ?? /^#([0-9a-f]{3})$/i.exec(text)?.[1]?.replace(/./g, '$&$&');
  if (digits === undefined) throw new Refused(m.settings_read_no_color({ written: oneLine(written, 60) }), line);
  return `#${digits.toLowerCase()}`;
}

/** @param what the colour's name in its format */
export function required(color: Hex | undefined, what: string, line?: number): Hex {
  if (color === undefined) throw new Refused(m.settings_read_missing({ name: what }), line);
  return color;
}
