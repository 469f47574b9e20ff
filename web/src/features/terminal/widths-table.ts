import { runs } from './widths.g';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** All that terminals usually print has an index; the few runs beyond are searched. */
const indexed = 0x20000;

const { low, high } = decode(runs);

/** Bits 0 and 1: width. Bits 2 to 6: GraphemeClass. Bit 7: a narrow emoji that U+FE0F makes wide. */
export function properties(codePoint: number): number {
  return low[codePoint] ?? high.find(({ end }) => codePoint < end)?.value ?? 1;
}

export const widthOf = (value: number): number => value & 3;
export const classOf = (value: number): number => (value >> 2) & 31;
export const widens = (value: number): boolean => (value & 0x80) !== 0;

function decode(text: string): { low: Uint8Array; high: { end: number; value: number }[] } {
  const values = new Uint8Array(indexed);
  const beyond: { end: number; value: number }[] = [];
  let at = 0;
  for (let start = 0; at < text.length;) {
    const value = next();
    const end = start + next();
    values.fill(value, start, end);
    if (end > indexed) beyond.push({ end, value });
    start = end;
  }
  return { low: values, high: beyond };

  function next(): number {
    let number = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = digits.indexOf(text.charAt(at++));
      number |= (digit & 31) << shift;
      if (digit < 32) return number;
    }
  }
}
