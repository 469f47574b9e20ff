import { describe, expect, it } from 'vitest';
import { hunksOf } from '../../../src/features/agent/hunks';

/** What the runner does with a part that is taken back. */
function takenBack(after: string, { line, before, after: there }: ReturnType<typeof hunksOf>[number]): string {
  const lines = after.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const start = lines.slice(0, line - 1).join('').length;
  expect(after.slice(start).startsWith(there)).toBe(true);
  return after.slice(0, start) + before + after.slice(start + there.length);
}

describe('the parts of a change', () => {
  it('say where each is in what is there now', () => {
    const parts = hunksOf('1\n2\n3\n4\n5\n', '1\ntwo\nand a half\n3\n4\nfive\n');
    expect(parts.map(({ line, before, after }) => ({ line, before, after }))).toEqual([
      { line: 2, before: '2\n', after: 'two\nand a half\n' },
      { line: 6, before: '5\n', after: 'five\n' },
    ]);
    expect(parts[0]?.shown.map(({ is, text }) => `${is} ${text}`)).toEqual([
      'same 1',
      'removed 2',
      'added two',
      'added and a half',
      'same 3',
      'same 4',
    ]);
  });

  it.each([
    ['', 'new\n'],
    ['gone\n', ''],
    ['a\nb', 'a\nb\n'],
    ['a\r\nb\r\n', 'a\r\nc\r\n'],
    ['a\nb\nc\nd\n', 'b\nx\nd\ny'],
    ['x\nx\nx\n', 'x\nx\n'],
  ])('make %j of %j when they are taken back from the last to the first', (before, after) => {
    expect(hunksOf(before, after).toReversed().reduce(takenBack, after)).toBe(before);
  });
});
