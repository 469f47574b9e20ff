import { describe, expect, it, vi } from 'vitest';
import { partOf } from '../../src/features/switcher/draw';
import { Thumbnails } from '../../src/features/switcher/thumbnails.svelte';
import { paletteColor, ScreenColors } from '../../src/lib/screen-colors';
import { lastText, textOf } from '../../src/lib/screen-json';
import { FakeClock } from '../support/fake-clock';
import { aScreen } from '../support/screens';

const at = (id: string) => ({ workspace: 'default', id });

function thumbnails() {
  const clock = new FakeClock();
  const state = { hidden: false, running: 0, most: 0 };
  const ask = vi.fn(async ({ id }: { id: string }, seen: string | undefined) => {
    state.most = Math.max(state.most, ++state.running);
    await Promise.resolve();
    state.running--;
    if (id === 'gone') throw new Error('404');
    return seen === 'v1' ? undefined : { tag: 'v1', screen: aScreen(`of ${id}`) };
  });
  const made = new Thumbnails({ screen: ask, hidden: () => state.hidden, clock });
  const pass = async (milliseconds: number) => {
    clock.pass(milliseconds);
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  };
  return { made, ask, state, pass };
}

describe('thumbnails', () => {
  it('are asked for one after another, and again only by what is known', async () => {
    const { made, ask, state, pass } = thumbnails();
    made.watch(at('a'), true);
    made.watch(at('b'), true);
    await pass(0);
    expect(lastText(made.of(at('b')) as never)).toBe('of b');
    await pass(1500);
    expect(ask.mock.calls.map(([{ id }, seen]) => [id, seen])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['a', 'v1'],
      ['b', 'v1'],
    ]);
    expect(state.most).toBe(1);
  });

  it('rest while nobody looks, and end with the last that is looked at', async () => {
    const { made, ask, state, pass } = thumbnails();
    const end = made.watch(at('a'), true);
    state.hidden = true;
    await pass(10_000);
    expect(ask).not.toHaveBeenCalled();
    state.hidden = false;
    await pass(1500);
    expect(ask).toHaveBeenCalledOnce();
    end();
    await pass(10_000);
    expect(ask).toHaveBeenCalledOnce();
    expect(made.of(at('a'))).toBeDefined();
  });

  it('of a card that goes out of sight are not waited for', async () => {
    const signals: AbortSignal[] = [];
    const clock = new FakeClock();
    const made = new Thumbnails({
      screen: (_, __, signal) =>
        new Promise((__, reject) => {
          signals.push(signal);
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      hidden: () => false,
      clock,
    });
    const end = made.watch(at('a'), true);
    clock.pass(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    made.watch(at('b'), true);
    end();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('of what has ended are asked for once, and what is gone holds up nothing', async () => {
    const { made, ask, pass } = thumbnails();
    made.watch(at('gone'), true);
    made.watch(at('a'), false);
    await pass(0);
    await pass(1500);
    expect(ask.mock.calls.map(([{ id }]) => id)).toEqual(['gone', 'a', 'gone']);
  });
});

describe('a picture of a screen', () => {
  it('shows the lines down to the last one that is written', () => {
    const lines = Array.from({ length: 24 }, (_, index) => (index < 20 ? `line ${index}` : ''));
    const part = partOf({ ...aScreen(...lines), cursor: { row: 19, col: 0, visible: true } }, 160, 120);
    expect(part.cols).toBe(64);
    expect(part.rows).toBe(24);
    expect(part.firstRow).toBe(0);
    const narrow = partOf({ ...aScreen(...lines), cols: 20, cursor: { row: 0, col: 0, visible: false } }, 160, 64);
    expect([narrow.cols, narrow.rows, narrow.firstRow]).toEqual([20, 4, 16]);
  });

  it('has the theme’s colours, the palette’s, and no other than a colour', () => {
    const colors = new ScreenColors((token) => token);
    const of = (run: object) =>
      colors.of({ col: 0, columns: 1, text: 'x', ...run }, { colors: { palette: { '2': '#00ff00', '3': 'url(x)' } } });
    expect(of({})).toEqual({ text: '--terminal-fg', background: undefined });
    expect(of({ fg: 1, bg: 9 })).toEqual({ text: '--ansi-red', background: '--ansi-bright-red' });
    expect(of({ fg: 2 }).text).toBe('#00ff00');
    expect(of({ fg: 3 }).text).toBe('--terminal-fg');
    expect(of({ fg: 'red;background:url(x)' }).text).toBe('--terminal-fg');
    expect(of({ inverse: true })).toEqual({ text: '--bg-1', background: '--terminal-fg' });
    expect([paletteColor(196), paletteColor(255), paletteColor(7), paletteColor(300)]).toEqual([
      'rgb(255 0 0)',
      'rgb(238 238 238)',
      undefined,
      undefined,
    ]);
  });

  it('is text, too', () => {
    const runs = [
      { col: 2, columns: 2, text: 'ab' },
      { col: 6, columns: 1, text: 's', hidden: true },
      { col: 8, columns: 1, text: 'c' },
    ];
    expect(textOf({ index: 0, runs })).toBe('  ab    c');
    expect(lastText(aScreen('one', 'two', '', ''))).toBe('two');
  });
});
