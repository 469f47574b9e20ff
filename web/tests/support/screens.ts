import type { ScreenJson } from '$lib/screen-json';

/** A screen with these lines on it. */
export function aScreen(...lines: string[]): ScreenJson {
  return {
    cols: 80,
    rows: 24,
    cursor: { row: lines.length - 1, col: 0, visible: true },
    lines: lines.map((text, index) => ({ index, runs: text === '' ? [] : [{ col: 0, columns: text.length, text }] })),
  };
}
