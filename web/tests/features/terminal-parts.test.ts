import { describe, expect, it, vi } from 'vitest';
import { keysAsText } from '../../src/features/terminal/keys-as-text';
import { preview } from '../../src/features/terminal/consent';
import { Find } from '../../src/features/terminal/find.svelte';
import { fit, shownAs } from '../../src/features/terminal/fit';
import { needsConsent, withoutSequences } from '../../src/features/terminal/paste';

describe('fitting', () => {
  it('counts whole cells only', () => {
    expect(fit({ width: 815, height: 505 }, { width: 8, height: 20 })).toEqual({ cols: 101, rows: 25 });
  });

  it('makes nothing of a pane that is not shown', () => {
    expect(fit({ width: 0, height: 0 }, { width: 8, height: 20 })).toBeUndefined();
    expect(fit({ width: 800, height: 600 }, { width: 0, height: 0 })).toBeUndefined();
  });

  it('stays within what a session takes', () => {
    expect(fit({ width: 99_999, height: 99_999 }, { width: 1, height: 1 })).toEqual({ cols: 1000, rows: 1000 });
  });

  it('shows a larger terminal whole in smaller letters, and a smaller one as it is', () => {
    const pane = { cols: 100, rows: 40 };
    const font = (cols: number, rows: number, usual: number) =>
      shownAs({ cols, rows }, pane, { font: usual, ended: false });
    expect(font(80, 24, 13)).toEqual({ cols: 80, rows: 24, font: 13 });
    expect(font(80, 24, 13.34).font).toBe(13.34);
    expect(font(200, 40, 13)).toEqual({ cols: 200, rows: 40, font: 6.5 });
    expect(font(900, 40, 13).font).toBe(6);
  });

  it('breaks the lines of an ended one anew where it is larger', () => {
    const shown = (cols: number, rows: number) =>
      shownAs({ cols, rows }, { cols: 40, rows: 30 }, { font: 13, ended: true });
    expect(shown(120, 24)).toEqual({ cols: 40, rows: 24, font: 13 });
    expect(shown(30, 50)).toEqual({ cols: 30, rows: 30, font: 13 });
  });
});

describe('keys as text', () => {
  it('show Enter and other controls, and of much the end', () => {
    expect(keysAsText('ls -l\r\x03\x1b\x7f')).toBe('ls -l⏎^C^[^?');
    expect(keysAsText('x'.repeat(500))).toBe(`…${'x'.repeat(120)}`);
  });
});

describe('pasting', () => {
  it.each([
    ['one line', false, false],
    ['two\nlines', false, true],
    ['a command and Enter\n', false, true],
    ['two\r\nlines', false, true],
    ['two\nlines', true, false],
  ])('%j (bracketed %s) needs consent: %s', (text, bracketed, needed) => {
    expect(needsConsent(text, bracketed)).toBe(needed);
  });

  it('brings no sequences, so that it cannot end its own brackets', () => {
    expect(withoutSequences('a\x1b[201~b\u0000c\td\r\n')).toBe('a[201~bc\td\r\n');
  });

  it('is shown as lines, few enough to read', () => {
    expect(preview('a\r\nb\n')).toEqual({ lines: ['a', 'b'], more: 0 });
    expect(preview(Array.from({ length: 20 }, (_, line) => line).join('\n'), 8)).toMatchObject({ more: 12 });
  });
});

describe('finding', () => {
  function bar() {
    const screen = { find: vi.fn(), endFind: vi.fn(), focus: vi.fn() };
    return { screen, find: new Find(() => screen) };
  }

  it('searches backwards from the newest while one types, and on from there', () => {
    const { find, screen } = bar();
    find.open();
    find.text = 'err';
    find.next();
    find.previous();

    expect(screen.find.mock.calls).toEqual([
      ['err', true, true],
      ['err', false, false],
      ['err', true, false],
    ]);
  });

  it('says where one is', () => {
    const { find } = bar();
    find.text = 'err';
    expect(find.result).toBe('nothing found');
    find.found(2, 12);
    expect(find.result).toBe('3 of 12');
  });

  it('clears its marks and gives the keyboard back', () => {
    const { find, screen } = bar();
    find.open();
    find.close();

    expect(find.isOpen).toBe(false);
    expect(screen.endFind).toHaveBeenCalled();
    expect(screen.focus).toHaveBeenCalled();
  });
});
