import { describe, expect, it } from 'vitest';
import { isOutside, pathOfAddress, placeOfPath } from '../../../src/features/agent/addresses';
import { countOf, lineDiff } from '../../../src/features/agent/line-diff';

describe('what an agent links to', () => {
  it('is a file where it looks like one, and nothing for other schemes', () => {
    expect(pathOfAddress('src/a%20b.ts')).toBe('src/a b.ts');
    expect(pathOfAddress('file:///w/a.ts')).toBe('/w/a.ts');
    expect(pathOfAddress('/w/a.ts:12')).toBe('/w/a.ts:12');
    expect(pathOfAddress('a.ts:12')).toBe('a.ts:12');
    for (const href of ['javascript:alert(1)', 'data:text/html,x', '//e.org/x', '#there', '', 'vscode://x'])
      expect(pathOfAddress(href)).toBeUndefined();
  });

  it('may name a line', () => {
    expect(placeOfPath('a.ts:12:3')).toEqual({ path: 'a.ts', line: 12 });
    expect(placeOfPath('/w/a.ts#L7-L9')).toEqual({ path: '/w/a.ts', line: 7 });
    expect(placeOfPath('/w/a.ts')).toEqual({ path: '/w/a.ts' });
  });

  it('leads out of the page by http and https only', () => {
    expect(['https://e.org', 'HTTP://e.org', 'mailto:a@b', 'javascript:x', '/w/a'].map(isOutside)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a difference by lines', () => {
  const shown = (before: string, after: string) =>
    lineDiff(before, after).map(({ is, text }) => ({ same: ' ', added: '+', removed: '-', skipped: '…' })[is] + text);

  it('is what was removed and added, with what stands around it', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    const after = lines.with(6, 'other').join('\n');
    expect(shown(lines.join('\n'), after)).toEqual([
      '…',
      ' line 3',
      ' line 4',
      ' line 5',
      '-line 6',
      '+other',
      ' line 7',
      ' line 8',
      ' line 9',
      '…',
    ]);
  });

  it('of a new file is all added, of an emptied one all removed', () => {
    expect(shown('', 'a\nb\n')).toEqual(['+a', '+b']);
    expect(shown('a\nb', '')).toEqual(['-a', '-b']);
  });

  it('finds what moved apart', () => {
    expect(shown('a\nb\nc\nd', 'x\nb\nc\ny\nd')).toEqual(['-a', '+x', ' b', ' c', '+y', ' d']);
  });

  it('of very long texts without a line in common is told as a whole, at once', () => {
    const before = Array.from({ length: 3000 }, (_, index) => `old ${index}`).join('\n');
    const after = Array.from({ length: 3000 }, (_, index) => `new ${index}`).join('\n');
    const lines = lineDiff(before, after);
    expect([countOf(lines, 'removed'), countOf(lines, 'added')]).toEqual([3000, 3000]);
  });
});
