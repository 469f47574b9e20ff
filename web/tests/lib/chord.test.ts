import { formatChord, matches, type KeyPress } from '$lib/chord';
import { describe, expect, it } from 'vitest';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const page = { mac: false, terminal: false };
const terminal = { mac: false, terminal: true };

describe('outside a terminal', () => {
  it('Control is enough', () => {
    expect(matches('mod+k', press('k', { ctrlKey: true }), page)).toBe(true);
  });

  it('a plain character is a command of its own', () => {
    expect(matches('?', press('?', { shiftKey: true }), page)).toBe(true);
    expect(matches('?', press('?', { ctrlKey: true }), page)).toBe(false);
  });
});

describe('in a terminal', () => {
  it.each(['k', 'c', 'w', 'r', 'f', 'b', 'j'])('Control+%s is the terminal’s own', (key) => {
    expect(matches(`mod+${key}`, press(key, { ctrlKey: true }), terminal)).toBe(false);
  });

  it('Control and Shift are the page’s', () => {
    expect(matches('mod+k', press('K', { ctrlKey: true, shiftKey: true }), terminal)).toBe(true);
  });

  it('a plain character is typed', () => {
    expect(matches('?', press('?', { shiftKey: true }), terminal)).toBe(false);
  });

  it('Alt with a page key changes the tab', () => {
    expect(matches('alt+pagedown', press('PageDown', { altKey: true }), terminal)).toBe(true);
    expect(matches('alt+pagedown', press('PageDown'), terminal)).toBe(false);
  });

  it('Command is the page’s on a Mac, and Control is not', () => {
    const mac = { mac: true, terminal: true };
    expect(matches('mod+k', press('k', { metaKey: true }), mac)).toBe(true);
    expect(matches('mod+k', press('k', { ctrlKey: true }), mac)).toBe(false);
  });
});

it('is written the way its keyboard has it', () => {
  expect(formatChord('mod+k', true)).toBe('⌘ K');
  expect(formatChord('mod+k', false)).toBe('Ctrl+K');
  expect(formatChord('mod+f', false, true)).toBe('Ctrl+Shift+F');
  expect(formatChord('alt+pagedown', false)).toBe('Alt+PgDn');
});
