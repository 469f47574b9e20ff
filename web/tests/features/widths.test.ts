import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { Widths } from '../../src/features/terminal/widths';
import { step } from '../../src/features/terminal/widths-clusters';
import { hash } from '../../src/features/terminal/widths.g';
import { properties } from '../../src/features/terminal/widths-table';

const on = '\x1b[?2027h';
const off = '\x1b[?2027l';
const family = '👩‍👩‍👧‍👦';

/** What the first line's cells hold, a wide one's second cell left out, and where the cursor is. */
async function shown(text: string, cols = 20): Promise<{ cells: string[]; column: number; row: number }> {
  const terminal = new Terminal({ allowProposedApi: true, cols, rows: 4 });
  const widths = new Widths(terminal);
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { active } = terminal.buffer;
  const line = active.getLine(0);
  const cells = Array.from({ length: cols }, (_, column) => line?.getCell(column))
    .filter((cell) => cell && cell.getWidth() > 0 && cell.getChars() !== '')
    .map((cell) => cell?.getChars() ?? '');
  const place = { cells, column: active.cursorX, row: active.cursorY };
  widths.dispose();
  terminal.dispose();
  return place;
}

describe('the table', () => {
  it('says of every code point what the headless terminal says', () => {
    const all = Uint8Array.from({ length: 0x110000 }, (_, codePoint) => properties(codePoint));
    expect(createHash('sha256').update(all).digest('hex')).toBe(hash);
  });

  it("divides texts where the Unicode Consortium's library divides them", () => {
    const file = join(import.meta.dirname, '../../../tests/Dispatch.Terminal.Tests/Unicode/GraphemeBreaks.txt');
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('÷'));
    expect(lines.length).toBeGreaterThan(3000);
    expect(lines.filter((line) => marked(line) !== line)).toEqual([]);
  });

  function marked(line: string): string {
    let state = 0;
    const words = line.split(/ ?[÷×] ?/).filter((word) => word !== '');
    const parts = words.map((word) => {
      // A width of 1 throughout: here only the boundaries count.
      const next = step(state, 1, parseInt(word, 16));
      state = next.state;
      return `${next.begins ? '÷' : '×'} ${word} `;
    });
    return `${parts.join('')}÷`;
  }
});

describe('without mode 2027', () => {
  it.each([
    ['a', 1],
    ['é', 1],
    ['e\u0301', 1],
    ['漢', 2],
    ['😀', 2],
    ['❤\ufe0f', 1],
    ['🇩🇪', 2],
    ['👋🏽', 4],
    [family, 8],
    ['한', 2],
    ['\u00ad', 1],
    ['a\u200bb', 2],
  ])('%s takes the columns of its code points', async (text, columns) => {
    expect((await shown(text)).column).toBe(columns);
  });

  it('a mark goes into the cell before the cursor, even after a sequence', async () => {
    expect(await shown('e\x1b[1m\u0301x')).toMatchObject({ cells: ['e\u0301', 'x'], column: 2 });
  });
});

describe('with mode 2027', () => {
  it.each([
    ['e\u0301', 1],
    ['❤', 1],
    ['❤\ufe0f', 2],
    ['❤\ufe0e', 1],
    ['⌚\ufe0e', 2],
    ['a\ufe0f', 1],
    ['1\ufe0f\u20e3', 2],
    ['🇩🇪', 2],
    ['🇩', 1],
    ['👋🏽', 2],
    [family, 2],
    ['한', 2],
    ['क्षि', 1],
  ])('%s takes one cell', async (text, width) => {
    expect(await shown(on + text)).toMatchObject({ cells: [text], column: width });
  });

  it('clusters take a cell each', async () => {
    expect(await shown(`${on}a${family}b🇩🇪🇫`)).toMatchObject({ cells: ['a', family, 'b', '🇩🇪', '🇫'], column: 7 });
  });

  it('a cluster that grows in the last column goes to the next line', async () => {
    expect(await shown(`${on}abc❤\ufe0f`, 4)).toMatchObject({ cells: ['a', 'b', 'c'], column: 2, row: 1 });
  });

  it.each([off, '\x1bc', '\x1b[?1;2027l'])('%j ends it', async (sequence) => {
    expect((await shown(on + sequence + family)).column).toBe(8);
  });

  it('stays on when other modes are switched', async () => {
    expect((await shown(`${on}\x1b[?1049h\x1b[?1049l${family}`)).column).toBe(2);
  });
});
