import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import KeyRow from '../../src/features/terminal/KeyRow.svelte';
import { HeldKeys } from '../../src/features/terminal/held-keys.svelte';
import { bytesOf, extraKeys, withAlt, withControl } from '../../src/features/terminal/key-row';

const none = { control: false, alt: false };

describe('the keys of the key row', () => {
  it('are those that a phone’s keyboard lacks', () => {
    expect(extraKeys().map(({ id }) => id)).toEqual(
      expect.arrayContaining(['escape', 'tab', 'control', 'alt', 'left', 'down', 'up', 'right', '|', '/', '~', '-']),
    );
  });

  it.each([
    ['escape', false, none, '\x1b'],
    ['tab', false, none, '\t'],
    ['up', false, none, '\x1b[A'],
    ['up', true, none, '\x1bOA'],
    ['left', false, { control: true, alt: false }, '\x1b[1;5D'],
    ['left', true, { control: false, alt: true }, '\x1b[1;3D'],
    ['left', false, { control: true, alt: true }, '\x1b[1;7D'],
    ['page-down', false, none, '\x1b[6~'],
    ['page-up', false, { control: true, alt: false }, '\x1b[5;5~'],
    ['|', false, none, '|'],
    ['/', false, { control: false, alt: true }, '\x1b/'],
    ['-', false, { control: true, alt: false }, '-'],
  ])('%s (application %s, %j) sends %j', (id, application, held, bytes) => {
    expect(bytesOf(id, application, held)).toBe(bytes);
  });

  it.each([
    ['c', '\x03'],
    ['C', '\x03'],
    ['[', '\x1b'],
    [' ', '\0'],
    ['?', '\x7f'],
    ['1', '1'],
    ['ab', 'ab'],
  ])('Control and %j is %j', (text, bytes) => {
    expect(withControl(text)).toBe(bytes);
  });

  it('Alt is Escape before one character, whatever it takes, and nothing before a sequence', () => {
    expect([withAlt('b'), withAlt('🙂'), withAlt('\x1b[A')]).toEqual(['\x1bb', '\x1b🙂', '\x1b[A']);
  });
});

describe('Control and Alt', () => {
  it('are held for one key when pressed once', () => {
    const held = new HeldKeys();
    held.press('control');
    expect(held.control).toBe('once');
    expect([held.typed('c'), held.typed('c')]).toEqual(['\x03', 'c']);
  });

  it('are held until they are pressed again when pressed twice', () => {
    const held = new HeldKeys();
    held.press('alt');
    held.press('alt');
    expect(held.alt).toBe('locked');
    expect([held.typed('b'), held.typed('f')]).toEqual(['\x1bb', '\x1bf']);
    held.press('alt');
    expect(held.any).toBe(false);
  });

  it('go together', () => {
    const held = new HeldKeys();
    held.press('control');
    held.press('alt');
    expect(held.typed('a')).toBe('\x1b\x01');
    expect(held.any).toBe(false);
  });
});

describe('the key row', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function show(own: readonly string[] = [], application = false) {
    const given = { held: new HeldKeys(), ontype: vi.fn(), onpaste: vi.fn(), onhold: vi.fn() };
    render(KeyRow, { ...given, own, application: () => application });
    return given;
  }
  const button = (name: string | RegExp) => screen.getByRole('button', { name });

  it('types what a key stands for, and says what is held', async () => {
    const { ontype, onhold } = show();
    await fireEvent.click(button('Up'));
    await fireEvent.click(button(/^Ctrl/));
    expect(onhold).toHaveBeenCalledOnce();
    expect(button('Ctrl, held for the next key').getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(button('Up'));

    expect(ontype.mock.calls.flat()).toEqual(['\x1b[A', '\x1b[1;5A']);
    expect(button(/^Ctrl/).getAttribute('aria-pressed')).toBe('false');
  });

  it('keeps Control when it is pressed twice, and says so', async () => {
    const { ontype } = show();
    await fireEvent.click(button(/^Ctrl/));
    await fireEvent.click(button(/^Ctrl/));
    expect(button('Ctrl, locked').dataset.held).toBe('locked');
    await fireEvent.click(button('Right'));
    await fireEvent.click(button('Right'));
    expect(ontype.mock.calls.flat()).toEqual(['\x1b[1;5C', '\x1b[1;5C']);
  });

  it('goes on with an arrow while it is held, and counts its click for nothing then', async () => {
    const { ontype } = show();
    const down = button('Down');
    await fireEvent.pointerDown(down);
    vi.advanceTimersByTime(400 + 60 * 4);
    await fireEvent.pointerUp(down);
    await fireEvent.click(down);
    vi.advanceTimersByTime(1000);
    expect(ontype).toHaveBeenCalledTimes(5);
    await fireEvent.click(down);
    expect(ontype).toHaveBeenCalledTimes(6);
  });

  it('scrolls without typing', async () => {
    const { ontype } = show();
    await fireEvent.pointerDown(button('Left'));
    await fireEvent.pointerCancel(button('Left'));
    vi.advanceTimersByTime(2000);
    expect(ontype).not.toHaveBeenCalled();
  });

  it('has the user’s own keys, shows what of them can’t be seen, and the same text twice', async () => {
    const { ontype } = show(['git status', '\x03', 'ls\r', 'ls\r']);
    await fireEvent.click(button('Type git status'));
    await fireEvent.click(button('Type ^C'));
    expect(screen.getAllByRole('button', { name: 'Type ls⏎' })).toHaveLength(2);
    expect(ontype.mock.calls.flat()).toEqual(['git status', '\x03']);
  });

  it('pastes', async () => {
    const { onpaste } = show();
    await fireEvent.click(button('Paste'));
    expect(onpaste).toHaveBeenCalledOnce();
  });

  it('leaves the keyboard where it is', async () => {
    show([], true);
    expect(await fireEvent.pointerDown(button('Tab'))).toBe(false);
  });
});
