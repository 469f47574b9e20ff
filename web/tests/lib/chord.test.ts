import {
  formatKeys,
  matches as matchesStroke,
  parseKeys,
  strokeOf,
  writeKeys,
  type Keyboard,
  type KeyPress,
} from '$lib/chord';
import { describe, expect, it } from 'vitest';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const matches = (text: string, pressed: KeyPress, place: Keyboard) =>
  (parseKeys(text) ?? []).some((stroke) => matchesStroke(stroke, pressed, place));
const formatted = (text: string, mac: boolean, inTerminal = false) =>
  formatKeys(parseKeys(text) ?? [], { mac, terminal: inTerminal });
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
  expect(formatted('mod+k', true)).toBe('⌘K');
  expect(formatted('mod+k', false)).toBe('Ctrl+K');
  expect(formatted('mod+f', false, true)).toBe('Ctrl+Shift+F');
  expect(formatted('alt+pagedown', false)).toBe('Alt+PgDn');
  expect(formatted('ctrl+k ctrl+s', false)).toBe('Ctrl+K Ctrl+S');
  expect(formatted('shift+alt+up', true)).toBe('⌥⇧↑');
});

describe('a key in a text', () => {
  it.each([
    ['Shift+Ctrl+K', 'ctrl+shift+k'],
    ['cmd+[', 'meta+['],
    ['ctrl++', 'ctrl++'],
    ['alt+ArrowUp', 'alt+up'],
    ['ctrl+k  ctrl+s', 'ctrl+k ctrl+s'],
    ['f12', 'f12'],
    ['+', '+'],
  ])('%s is %s', (text, written) => {
    expect(writeKeys(parseKeys(text) ?? [])).toBe(written);
  });

  it.each([
    '',
    'ctrl',
    'ctrl+',
    'hyper+k',
    'ctrl+foo',
    'f99',
    'a b c',
    '🂡🂡',
    'constructor',
    '__proto__',
    'constructor+k',
    '__proto__+k',
  ])('“%s” is none', (text) => {
    expect(parseKeys(text)).toBeUndefined();
  });
});

describe('what is pressed', () => {
  it.each<[KeyPress, string]>([
    [press('K', { ctrlKey: true, shiftKey: true }), 'ctrl+shift+k'],
    [press('?', { shiftKey: true }), '?'],
    [press('ArrowUp', { shiftKey: true }), 'shift+up'],
    [press(' ', { ctrlKey: true }), 'ctrl+space'],
  ])('is written, to be found again', (pressed, written) => {
    const stroke = strokeOf(pressed);
    expect(stroke && writeKeys([stroke])).toBe(written);
    expect(stroke && matchesStroke(stroke, pressed, page)).toBe(true);
  });

  it('is nothing when it is a modifier alone', () => {
    expect(strokeOf(press('Shift', { shiftKey: true }))).toBeUndefined();
  });

  it('is a letter by its place where the keyboard writes another script, or Option changes it', () => {
    expect(matches('ctrl+k', press('л', { ctrlKey: true, code: 'KeyK' }), page)).toBe(true);
    expect(matches('alt+b', press('∫', { altKey: true, code: 'KeyB' }), page)).toBe(true);
    // On another Latin keyboard it is the letter that counts.
    expect(matches('ctrl+q', press('a', { ctrlKey: true, code: 'KeyQ' }), page)).toBe(false);
  });

  it('is a sign by its place with Shift, as bindings from elsewhere mean it', () => {
    expect(matches('ctrl+shift+/', press('?', { ctrlKey: true, shiftKey: true, code: 'Slash' }), page)).toBe(true);
    expect(matches('ctrl+shift+1', press('!', { ctrlKey: true, shiftKey: true, code: 'Digit1' }), page)).toBe(true);
  });

  it('writes a character with AltGr, and is no key then', () => {
    const at = press('@', { ctrlKey: true, altKey: true, code: 'KeyQ', getModifierState: () => true });
    expect(matches('ctrl+alt+q', at, page)).toBe(false);
  });
});
