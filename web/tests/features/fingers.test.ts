import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fingers, pressAfter } from '../../src/features/terminal/fingers';
import { pinched } from '../../src/features/terminal/pinch';
import { Pinching } from '../../src/features/terminal/pinching.svelte';
import { barTop, between, wordAt, type Cells } from '../../src/features/terminal/selection';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('fingers on a terminal', () => {
  function start() {
    const element = document.createElement('div');
    const host = {
      rowHeight: () => 20,
      scroll: vi.fn(),
      tap: vi.fn(() => false),
      press: vi.fn(),
      drag: vi.fn(),
      drop: vi.fn(),
      pinch: vi.fn(),
      pinched: vi.fn(),
    };
    const end = fingers(element, host);
    const touch = (type: string, ...at: [number, number][]) => {
      const touches = at.map(([clientX, clientY]) => ({ clientX, clientY }));
      const event = Object.assign(new Event(type, { cancelable: true }), { touches });
      element.dispatchEvent(event);
      return event;
    };
    return { element, host, touch, end };
  }

  it('scroll by whole rows, and what is left counts for the next move', () => {
    const { host, touch, end } = start();
    touch('touchstart', [0, 300]);
    expect(touch('touchmove', [0, 295]).defaultPrevented).toBe(false);
    touch('touchmove', [0, 290]);
    expect(touch('touchmove', [0, 255]).defaultPrevented).toBe(true);
    expect(host.scroll.mock.calls).toEqual([[2]]);
    touch('touchmove', [0, 240]);
    expect(host.scroll.mock.calls).toEqual([[2], [1]]);
    vi.advanceTimersByTime(pressAfter * 2);
    expect(host.press).not.toHaveBeenCalled();
    end();
    touch('touchmove', [0, 0]);
    expect(host.scroll).toHaveBeenCalledTimes(2);
  });

  it('press when one stays, may tremble, and then drag what is selected instead of scrolling', () => {
    const { host, touch } = start();
    touch('touchstart', [50, 50]);
    touch('touchmove', [53, 54]);
    vi.advanceTimersByTime(pressAfter);
    expect(host.press).toHaveBeenCalledWith({ x: 50, y: 50 });
    touch('touchmove', [90, 150]);
    expect(host.drag).toHaveBeenCalledWith({ x: 90, y: 150 });
    expect(host.scroll).not.toHaveBeenCalled();
    expect(touch('touchend').defaultPrevented).toBe(true);
    expect(host.drop).toHaveBeenCalledOnce();
    expect(host.tap).not.toHaveBeenCalled();
  });

  it('pinch by two, and the one that stays behind neither scrolls nor presses', () => {
    const { host, touch } = start();
    touch('touchstart', [100, 100]);
    touch('touchstart', [100, 100], [200, 100]);
    touch('touchmove', [50, 100], [250, 100]);
    expect(host.pinch).toHaveBeenLastCalledWith(2);
    touch('touchend', [50, 100]);
    expect(host.pinched.mock.calls).toEqual([[true]]);
    touch('touchmove', [50, 300]);
    vi.advanceTimersByTime(pressAfter * 2);
    expect([host.scroll, host.press, host.tap].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0]);
    touch('touchend');
    touch('touchstart', [0, 300]);
    touch('touchmove', [0, 250]);
    expect(host.scroll).toHaveBeenCalledWith(2);
  });

  it('change nothing when the browser takes them away, or when a third comes', () => {
    const { host, touch } = start();
    touch('touchstart', [100, 100], [200, 100]);
    touch('touchmove', [50, 100], [250, 100]);
    touch('touchcancel');
    expect(host.pinched.mock.calls).toEqual([[false]]);
    touch('touchstart', [1, 1], [2, 2], [3, 3]);
    touch('touchmove', [9, 9], [2, 2], [3, 3]);
    touch('touchend');
    expect(host.pinch).toHaveBeenCalledOnce();
  });

  it('tap: the terminal hears of it unless it was meant for the page', () => {
    const { host, touch } = start();
    touch('touchstart', [1, 1]);
    expect(touch('touchend').defaultPrevented).toBe(false);
    host.tap.mockReturnValue(true);
    touch('touchstart', [1, 1]);
    expect(touch('touchend').defaultPrevented).toBe(true);
  });

  it('bring no menu of the browser, which a mouse still has', () => {
    const { element, touch } = start();
    expect(element.dispatchEvent(new Event('contextmenu', { cancelable: true }))).toBe(true);
    touch('touchstart', [1, 1]);
    expect(element.dispatchEvent(new Event('contextmenu', { cancelable: true }))).toBe(false);
  });
});

it.each([
  [13, 2, 26, 2],
  [13, 1.02, 13, 1.02],
  [13, 100, 40, 40 / 13],
  [13, 0, 6, 6 / 13],
  [40, 1.5, 40, 1],
])('text of %d px, drawn apart %d times, gets %d px', (size, scale, becomes, shown) => {
  expect(pinched(size, scale)).toEqual({ size: becomes, scale: shown });
});

describe('what a finger selects', () => {
  /** Lines of ten cells; 漢 and 字 take two. */
  function cellsOf(lines: readonly string[], wrapped: readonly number[] = []): Cells {
    const cols = 10;
    const all = lines.flatMap((line) => {
      const cells = [...line].flatMap((text) => (/[漢字]/.test(text) ? [text, undefined] : [text]));
      return [...cells, ...Array<string>(cols - cells.length).fill('')];
    });
    return {
      cols,
      length: all.length,
      text: (at) => all[at] ?? '',
      width: (at) => (all[at] === undefined ? 0 : 1),
      continues: (line) => wrapped.includes(line),
    };
  }
  const separators = ' ()';

  it('is the word at it, as far as separators', () => {
    const cells = cellsOf(['ab (c/d.e)', 'next']);
    expect(wordAt(cells, 0, separators)).toEqual({ start: 0, end: 2 });
    expect(wordAt(cells, 6, separators)).toEqual({ start: 4, end: 9 });
    expect(wordAt(cells, 11, separators)).toEqual({ start: 10, end: 14 });
  });

  it('is nothing where nothing is written', () => {
    const cells = cellsOf(['ab cd', '']);
    for (const cell of [2, 8, 15]) expect(wordAt(cells, cell, separators)).toBeUndefined();
  });

  it('goes on over the end of a line that was broken, and only there', () => {
    const lines = ['0123456789', 'abc', 'x'];
    expect(wordAt(cellsOf(lines, [1]), 5, separators)).toEqual({ start: 0, end: 13 });
    expect(wordAt(cellsOf(lines), 5, separators)).toEqual({ start: 0, end: 10 });
    expect(wordAt(cellsOf(lines, [1]), 12, separators)).toEqual({ start: 0, end: 13 });
  });

  it('has both halves of a wide character', () => {
    const cells = cellsOf(['a 漢字 b']);
    expect(wordAt(cells, 3, separators)).toEqual({ start: 2, end: 6 });
    expect(wordAt(cells, 5, separators)).toEqual({ start: 2, end: 6 });
    expect(between(cells, 0, 3)).toEqual({ start: 0, end: 4 });
    expect(between(cells, 8, 5)).toEqual({ start: 4, end: 8 });
  });

  it('is a character at least, and whichever end is drawn past the other', () => {
    const cells = cellsOf(['abcdef']);
    expect(between(cells, 3, 3)).toEqual({ start: 3, end: 4 });
    expect(between(cells, 10, 10)).toEqual({ start: 9, end: 10 });
    expect(between(cells, 3, 1)).toEqual({ start: 1, end: 3 });
    expect(between(cells, 3, 5)).toEqual({ start: 3, end: 5 });
    expect(between(cells, 3, 99)).toEqual({ start: 3, end: 10 });
    expect(between(cells, 3, -9)).toEqual({ start: 0, end: 3 });
  });

  it('has its bar above it, below where there is no room, and always in the pane', () => {
    const pane = { height: 400 };
    expect(barTop({ top: 200, bottom: 220, pane }, 44)).toBe(148);
    expect(barTop({ top: 20, bottom: 40, pane }, 44)).toBe(68);
    expect(barTop({ top: 0, bottom: 400, pane }, 44)).toBe(348);
    expect(barTop({ top: 0, bottom: 60, pane: { height: 50 } }, 44)).toBe(8);
  });
});

describe('two fingers on a text', () => {
  function start() {
    const host = { size: () => 13, zoom: vi.fn(), resized: vi.fn() };
    return { host, pinching: new Pinching(host) };
  }

  it('show it larger at once, and set its size once they are gone', () => {
    const { host, pinching } = start();
    pinching.move(1.5);
    pinching.move(2);
    expect(pinching.size).toBe(26);
    expect(host.zoom).toHaveBeenLastCalledWith(2);
    expect(host.resized).not.toHaveBeenCalled();
    pinching.end(true);
    expect(pinching.size).toBeUndefined();
    expect(host.zoom).toHaveBeenLastCalledWith(1);
    expect(host.resized.mock.calls).toEqual([[26]]);
  });

  it('set nothing when the browser takes them away, or when it is as large as before', () => {
    const { host, pinching } = start();
    pinching.move(2);
    pinching.end(false);
    pinching.move(1);
    pinching.end(true);
    expect(host.resized).not.toHaveBeenCalled();
  });
});
