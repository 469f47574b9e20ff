import { wordsOf } from '$lib/key-problems';
import { readRules, layered, type Rule } from '$lib/keymap';
import type { Command } from '$lib/command';
import { describe, expect, it, vi } from 'vitest';
import { Keymap } from '../../src/features/keys/keymap.svelte';
import { FakeClock } from '../support/fake-clock';
import { memoryStore } from '../support/memory-store';

const known = { terminalFocus: true, textInputFocus: true, phone: true } as const;

function aCommand(id: string, more: Partial<Command> = {}): Command {
  return { id, title: () => id, group: 'view', run: vi.fn(), ...more };
}

function aKeymap(commands: readonly Command[], rules: readonly Rule[] = [], store = memoryStore()) {
  const clock = new FakeClock();
  const keymap = new Keymap({
    commands: () => commands,
    rules: () => rules,
    known,
    look: (focus) => (key) => ({ terminalFocus: focus.terminal, textInputFocus: focus.typing })[key] ?? false,
    mac: false,
    clock,
    store,
  });
  const press = (key: string, held = '', at: { terminal?: boolean; typing?: boolean } = {}) => {
    const event = new KeyboardEvent('keydown', {
      key,
      ctrlKey: held.includes('c'),
      shiftKey: held.includes('s'),
      altKey: held.includes('a'),
      cancelable: true,
    });
    return keymap.press(event, { terminal: false, typing: false, ...at });
  };
  return { keymap, press, clock };
}

const inTerminal = { terminal: true };

describe('the keymap', () => {
  it('puts a person’s keys over the usual ones, the last first', () => {
    const [one, two] = [aCommand('one', { key: 'mod+g' }), aCommand('two')];
    const { press } = aKeymap([one, two], [{ command: 'two', key: 'ctrl+g' }]);

    expect(press('g', 'c')).toBe(true);
    expect(two.run).toHaveBeenCalledOnce();
    expect(one.run).not.toHaveBeenCalled();
  });

  it('takes a key away', () => {
    const one = aCommand('one', { key: 'mod+g' });
    const { press, keymap } = aKeymap([one], [{ command: '-one', key: 'mod+g' }]);

    expect(press('g', 'c')).toBe(false);
    expect(keymap.hint('one')).toBeUndefined();
  });

  it('leaves a key to what it meant before while a when-clause does not hold', () => {
    const [one, two] = [aCommand('one', { key: 'mod+g' }), aCommand('two')];
    const { press } = aKeymap([one, two], [{ command: 'two', key: 'ctrl+g', when: 'phone' }]);
    press('g', 'c');

    expect(one.run).toHaveBeenCalledOnce();
  });

  it('leaves a key alone whose command makes no sense now, or is of another version', () => {
    const { press } = aKeymap(
      [aCommand('one', { key: 'mod+g', when: 'phone' })],
      [{ command: 'later', key: 'ctrl+h' }],
    );

    expect(press('g', 'c')).toBe(false);
    expect(press('h', 'c')).toBe(false);
  });

  it('leaves letters to a field and to a program', () => {
    const one = aCommand('one');
    const { press } = aKeymap([one], [{ command: 'one', key: 'x' }]);

    expect(press('x', '', { typing: true })).toBe(false);
    expect(press('x', '', inTerminal)).toBe(false);
    expect(press('x')).toBe(true);
  });

  it.each([
    ['c', 'c', 'ctrl+c'],
    ['d', 'c', 'ctrl+d'],
    ['Escape', '', 'escape'],
    ['Enter', '', 'enter'],
    ['b', 'a', 'alt+b'],
  ])('takes %s (%s) from a terminal only by a rule that says so', (key, held, text) => {
    const one = aCommand('one');

    expect(aKeymap([one], [{ command: 'one', key: text }]).press(key, held, inTerminal)).toBe(false);
    expect(aKeymap([one], [{ command: 'one', key: text, when: 'terminalFocus' }]).press(key, held, inTerminal)).toBe(
      true,
    );
  });

  it('knows two presses after each other', () => {
    const one = aCommand('one');
    const { press, keymap } = aKeymap(
      [one, aCommand('palette', { key: 'mod+k' })],
      [{ command: 'one', key: 'ctrl+k ctrl+s' }],
    );

    expect(press('k', 'c')).toBe(true);
    expect(keymap.waiting).toBe('Ctrl+K');
    expect(press('Control', 'c')).toBe(false);
    expect(press('s', 'c')).toBe(true);
    expect(one.run).toHaveBeenCalledOnce();
    expect(keymap.waiting).toBeUndefined();
  });

  it('says when nothing belongs to the second press, and gives neither to anybody', () => {
    const { press, keymap } = aKeymap([aCommand('one')], [{ command: 'one', key: 'ctrl+k ctrl+s' }]);
    press('k', 'c');

    expect(press('q', 'c')).toBe(true);
    expect(keymap.missed).toBe('Ctrl+K Ctrl+Q');
    expect(press('q', 'c')).toBe(false);
    expect(keymap.missed).toBeUndefined();
  });

  it('waits for the second press a while, or until Escape', () => {
    const one = aCommand('one');
    const { press, keymap, clock } = aKeymap([one], [{ command: 'one', key: 'ctrl+k ctrl+s' }]);
    press('k', 'c');
    clock.pass(5000);
    expect(keymap.waiting).toBeUndefined();
    expect(press('s', 'c')).toBe(false);

    press('k', 'c');
    expect(press('Escape')).toBe(true);
    expect(keymap.missed).toBeUndefined();
  });
});

describe('a broken rule', () => {
  it.each<[Rule, RegExp]>([
    [{ command: 'one', key: 'ctrl+foo' }, /“ctrl\+foo” is no key/],
    [{ command: 'one', key: 'ctrl+g', when: 'editorFocus' }, /“editorFocus”/],
  ])('is told with its reason, and the rules before hold on', (rule, reason) => {
    const store = memoryStore();
    const [one, two] = [aCommand('one'), aCommand('two')];
    aKeymap([one, two], [{ command: 'two', key: 'ctrl+g' }], store).keymap.keep();

    const { keymap, press } = aKeymap([one, two], [{ command: 'one', key: 'ctrl+g' }, rule], store);
    keymap.keep();
    press('g', 'c');

    expect(keymap.faults).toMatchObject([{ index: 1, rule }]);
    expect(keymap.faults.map(({ problem }) => wordsOf(problem))).toEqual([expect.stringMatching(reason)]);
    expect(two.run).toHaveBeenCalledOnce();
    expect(store.read('keymap')).toEqual([{ command: 'two', key: 'ctrl+g' }]);
  });

  it('does no harm when what was kept is damaged', () => {
    const { press } = aKeymap([aCommand('one')], [{ command: 'one', key: '' }], memoryStore({ keymap: [7, null, {}] }));

    expect(press('g', 'c')).toBe(false);
  });
});

it('a key is taken away from the command that is named, and only where it counts', () => {
  const { bindings } = readRules(
    [
      { command: 'one', key: 'ctrl+g', when: 'phone' },
      { command: 'two', key: 'ctrl+g' },
    ],
    known,
  );
  const away = (rule: Rule) => layered(bindings, readRules([rule], known).bindings).map(({ command }) => command);

  expect(away({ command: '-one', key: 'Ctrl+G' })).toEqual(['two']);
  expect(away({ command: '-one', key: 'ctrl+g', when: '!phone' })).toEqual(['one', 'two']);
  expect(away({ command: '-two', key: 'ctrl+h' })).toEqual(['one', 'two']);
});
