import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Selecting } from '../../src/features/terminal/selecting.svelte';
import type { SelectionScreen } from '../../src/features/terminal/selection-screen';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Twenty rows of ten cells in a pane of 200 pixels; what is scrolled comes into the selection. */
function aScreen({ scrolls = true } = {}) {
  const state = { top: 100, span: undefined as { start: number; end: number } | undefined };
  const lineAt = (y: number) => state.top + Math.min(19, Math.max(0, Math.floor(y / 10)));
  const screen = {
    cols: 10,
    scrolls,
    size: { width: 100, height: 200 },
    get span() {
      return state.span;
    },
    wordAt: ({ y }: { y: number }) => ({ start: lineAt(y) * 10, end: lineAt(y) * 10 + 4 }),
    boundaryAt: ({ y }: { y: number }) => lineAt(y) * 10 + 5,
    select: (span: { start: number; end: number }) => (state.span = span),
    selectFrom: (word: { start: number; end: number }, { y }: { y: number }) =>
      (state.span = { start: Math.min(word.start, lineAt(y) * 10), end: Math.max(word.end, lineAt(y) * 10 + 4) }),
    selectBetween: (one: number, other: number) =>
      (state.span = { start: Math.min(one, other), end: Math.max(one, other) }),
    clear: () => (state.span = undefined),
    scroll: vi.fn((rows: number) => (state.top += rows)),
    edgeAt: ({ y }: { y: number }) => (y < 15 ? -1 : y > 185 ? 1 : 0),
    seen: () => undefined,
    within: (at: unknown) => at,
  };
  const selected = vi.fn();
  const selecting = new Selecting({
    screen: () => screen as unknown as SelectionScreen,
    commandAt: () => undefined,
    selected,
  });
  return { state, screen, selecting, selected };
}

describe('a finger that selects', () => {
  it('and is held at the lower edge goes on through what comes, until it leaves the edge', () => {
    const { state, screen, selecting, selected } = aScreen();
    selecting.press({ x: 5, y: 105 });
    expect(state.span).toEqual({ start: 1100, end: 1104 });
    selecting.drag({ x: 5, y: 195 });
    expect(state.span?.end).toBe(1194);
    vi.advanceTimersByTime(300);
    expect(screen.scroll.mock.calls).toEqual([[1], [1], [1], [1], [1]]);
    expect(state.span).toEqual({ start: 1100, end: 1244 });

    selecting.drag({ x: 5, y: 150 });
    vi.advanceTimersByTime(600);
    expect(screen.scroll).toHaveBeenCalledTimes(5);
    selecting.drag({ x: 5, y: 195 });
    selecting.drop();
    vi.advanceTimersByTime(600);
    expect(screen.scroll).toHaveBeenCalledTimes(5);
    expect(selected).toHaveBeenCalledOnce();
  });

  it('pulls a handle over the upper edge into the past, and the other end stays', () => {
    const { state, screen, selecting } = aScreen();
    selecting.press({ x: 5, y: 55 });
    selecting.drop();
    selecting.grab('start');
    selecting.pull({ x: 5, y: 5 });
    vi.advanceTimersByTime(180);
    expect(screen.scroll.mock.calls).toEqual([[-1], [-1], [-1]]);
    expect(state.span).toEqual({ start: 975, end: 1054 });
    selecting.end();
    vi.advanceTimersByTime(600);
    expect(screen.scroll).toHaveBeenCalledTimes(3);
  });

  it('scrolls nothing where there is no more than is seen', () => {
    const { screen, selecting } = aScreen({ scrolls: false });
    selecting.press({ x: 5, y: 105 });
    selecting.drag({ x: 5, y: 195 });
    vi.advanceTimersByTime(600);
    expect(screen.scroll).not.toHaveBeenCalled();
  });
});
