import type { Timeline } from '$api/types';
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Playback from '../../src/features/terminal/playback/Playback.svelte';

const start = Date.parse('2026-11-22T10:00:00Z');
const timeline: Timeline = {
  epoch: 1,
  first: 2,
  last: 9,
  startedAt: new Date(start).toISOString(),
  endedAt: new Date(start + 62_000).toISOString(),
  points: [
    { seq: 2, time: (start + 1000) * 1000, bytes: 2 },
    { seq: 9, time: (start + 61_000) * 1000, bytes: 2 },
  ],
  resizes: [{ seq: 1, time: start * 1000, cols: 80, rows: 24 }],
  commands: [
    { number: 1, seq: 2, endSeq: 5, time: (start + 1000) * 1000, command: 'ls', exitCode: 0 },
    { number: 2, seq: 9, time: (start + 61_000) * 1000, command: 'make', endSeq: null, exitCode: null },
  ],
};

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  Object.defineProperty(document, 'fonts', { value: { load: () => Promise.resolve([]) }, configurable: true });
});
afterEach(() => vi.unstubAllGlobals());

function open(found: Partial<Timeline> = {}, fails = 0) {
  const onclose = vi.fn();
  const source = {
    timeline: vi.fn(() =>
      source.timeline.mock.calls.length <= fails
        ? Promise.reject(new Error('The runner is away.'))
        : Promise.resolve({ ...timeline, ...found }),
    ),
    screenAt: vi.fn((seq: number) =>
      Promise.resolve({ seq, cols: 80, rows: 24, bytes: new TextEncoder().encode('as it was') }),
    ),
    recording: vi.fn(() => Promise.resolve(JSON.stringify({ next: null }))),
  };
  const look = { fontSize: 13, fontFamily: '', scrollback: 1000 };
  render(Playback, { source, command: undefined, theme: 'dark', look, alive: true, onresize: vi.fn(), onclose });
  return { source, onclose };
}

const patience = { timeout: 20_000 };

describe('the player on the page', () => {
  it('opens at the end, with a tick for each command, and plays by the keyboard', async () => {
    const { onclose } = open();
    const range = await screen.findByRole<HTMLInputElement>('slider', { name: 'Position' }, patience);
    const at = () => screen.getByTestId('position').textContent;
    const theEnd = document.querySelector('.of')?.textContent.replace('/ ', '');
    expect(at()).toBe(theEnd);
    expect([...document.querySelectorAll('[data-tick]')].map((tick) => tick.className.split(' ')[1])).toEqual([
      'ok',
      'running',
    ]);

    const key = (key: string, more = {}) => fireEvent.keyDown(range, { key, ...more });
    await key('Home');
    expect(at()).toBe('0:00');
    await key(' ');
    expect(screen.getByLabelText('Pause')).toBeTruthy();
    await key(' ');
    await key('>');
    expect(screen.getByRole<HTMLSelectElement>('combobox').value).toBe('2');
    await key('<');
    await key('ArrowRight', { shiftKey: true });
    await key('ArrowLeft', { shiftKey: true });
    await key('ArrowRight');
    await key('ArrowLeft');
    await key('End');
    expect(at()).toBe(theEnd);
    await key('x');
    await key('Home', { ctrlKey: true });
    expect(at()).toBe(theEnd);
    await key('Escape');
    expect(onclose).toHaveBeenCalledOnce();
  });

  it('plays by its buttons', async () => {
    const { onclose } = open();
    await screen.findByRole('slider', { name: 'Position' }, patience);
    await fireEvent.click(screen.getByLabelText('Previous command'));
    await fireEvent.click(screen.getByLabelText('Next command'));
    await fireEvent.click(screen.getByLabelText('Skip idle'));
    await fireEvent.click(screen.getByLabelText(/^(Play|Pause)$/));
    await fireEvent.click(screen.getByText('Back to live'));
    expect(onclose).toHaveBeenCalledOnce();
  });

  it('says when there is nothing', async () => {
    open({ points: [], commands: [], first: 1, last: 0 });
    expect(await screen.findByText('Nothing to play back', {}, patience)).toBeTruthy();
  });

  it('says why the past can’t be had, and tries again', async () => {
    const { source } = open({}, 1);
    expect(await screen.findByText(/The runner is away/, {}, patience)).toBeTruthy();
    await fireEvent.click(screen.getByText('Try again'));
    await screen.findByRole('slider', { name: 'Position' }, patience);
    expect(source.timeline).toHaveBeenCalledTimes(2);
  });
});
