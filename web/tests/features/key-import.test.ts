import type { Command } from '$lib/command';
import type { Rule } from '$lib/keymap';
import { describe, expect, it } from 'vitest';
import { ImportKeys } from '../../src/features/keys/import-keys.svelte';
import { largestKeymap, readKeybindings, writeKeybindings } from '../../src/features/keys/import';
import { KeyEditor, mostRules } from '../../src/features/keys/key-editor.svelte';
import { Keymap } from '../../src/features/keys/keymap.svelte';
import { FakeClock } from '../support/fake-clock';
import { memoryStore } from '../support/memory-store';

const known = { terminalFocus: true, phone: true, mac: true, view: ['home', 'session'] } as const;
const commands: Command[] = ['find', 'copy', 'new-shell'].map((id) => ({
  id,
  title: () => id,
  group: 'view',
  run: () => undefined,
}));
const here = { known, has: (id: string) => commands.some((command) => command.id === id) };

function anEditor(rules: readonly Rule[] = []) {
  const kept = { rules };
  const keymap = new Keymap({
    commands: () => commands,
    rules: () => kept.rules,
    known,
    look: () => () => false,
    mac: false,
    clock: new FakeClock(),
    store: memoryStore(),
  });
  const editor = new KeyEditor(keymap, { get: () => kept.rules, set: (next) => (kept.rules = next) });
  return { editor, keymap, kept, form: new ImportKeys(editor, keymap) };
}

describe('a file of VS Code', () => {
  it('is taken over by what its commands and conditions are called here, comments and a comma too many in it', () => {
    const text = `// Place your key bindings in this file
[
  { "key": "ctrl+T", "command": "workbench.action.terminal.new" },
  { "key": "cmd+k cmd+c", "command": "-workbench.action.terminal.copySelection", "when": "isMac && terminalFocus" },
]`;

    expect(readKeybindings(text, here)).toEqual({
      taken: [
        { command: 'new-shell', key: 'ctrl+t' },
        { command: '-copy', key: 'meta+k meta+c', when: 'mac && terminalFocus' },
      ],
      foreign: [],
      broken: [],
    });
  });

  it('says of what it can’t take over which line and why, and takes the rest', () => {
    const text = `[
  { "key": "f1", "command": "editor.action.quickFix" },
  { "key": "ctrl+f", "command": "find", "when": "editorFocus" },
  { "key": "hyper+q", "command": "find" },
  { "command": "find" },
  7,
  { "key": "f2" "command": "find" },
  { "key": "f3", "command": "find" }
]`;
    const { taken, foreign, broken } = readKeybindings(text, here);

    expect(taken).toEqual([{ command: 'find', key: 'f3' }]);
    expect(foreign.map(({ line }) => line)).toEqual([2, 3]);
    expect(broken.map(({ line }) => line).toSorted()).toEqual([4, 5, 6, 7]);
  });

  it.each([
    ['before the next one', '[\n{ "key": "f1", "command": "find"\n{ "key": "f3", "command": "find" }\n]', 2],
    [
      'over several lines',
      '[\n{ "key": "f3", "command": "find" },\n{\n  "key": "f1",\n  "command": "find",\n{ "key": "f3", "command": "find" }\n]',
      3,
    ],
    ['at the list’s end', '[\n{ "key": "f3", "command": "find" },\n{ "key": "f1", "command": "find"\n]', 3],
  ])('whose binding isn’t closed %s says so of that one', (_, text, line) => {
    const { taken, broken } = readKeybindings(text, here);

    expect(broken[0]).toMatchObject({ line, reason: expect.stringContaining('not closed') as string });
    expect(broken).toHaveLength(1);
    expect(new Set(taken.map(({ key }) => key))).toEqual(new Set(['f3']));
  });

  it.each([
    ['nothing', ''],
    ['no list', '{"key": "f1"}'],
    ['another kind of file', '\u0000PNG\r\n'],
    ['brackets without end', '['.repeat(100_000)],
    ['names that every object has', '[{"__proto__": {"key": "f1", "command": "find"}}]'],
    ['a command that every object has', '[{"key": "f1", "command": "constructor"}]'],
    ['a key that every object has', '[{"key": "constructor", "command": "find"}]'],
    ['a modifier that every object has', '[{"key": "__proto__+k", "command": "find"}]'],
    ['a condition without end', `[{"key": "f1", "command": "find", "when": "${'!('.repeat(5000)}"}]`],
  ])('that is %s takes nothing over and says why', (_, text) => {
    const { taken, foreign, broken } = readKeybindings(text, here);

    expect(taken).toEqual([]);
    expect(foreign.length + broken.length).toBeGreaterThan(0);
  });

  it('that is too large isn’t read at all', async () => {
    const { form } = anEditor();
    await form.choose(new File([' '.repeat(largestKeymap + 1)], 'huge.json'));

    expect(form.problem).toContain('huge.json');
    expect(form.reading).toBeUndefined();
  });
});

describe('an import', () => {
  it('is seen first, and is there once when it is done again', () => {
    const { form, kept } = anEditor([{ command: 'copy', key: 'f4' }]);
    form.text = '[{ "key": "f3", "command": "find" }]';

    expect([form.submit(), kept.rules.length]).toEqual([false, 1]);
    expect(form.submit()).toBe(true);
    form.text = writeKeybindings(kept.rules);
    form.submit();
    form.submit();
    expect(kept.rules).toEqual([
      { command: 'copy', key: 'f4' },
      { command: 'find', key: 'f3' },
    ]);
  });

  it('of more than is kept is refused, and what there was stays', () => {
    const own = { command: 'copy', key: 'f4' };
    const { form, kept } = anEditor([own]);
    const others = Array.from({ length: mostRules }, (_, index) => ({
      key: `f${1 + (index % 11)} f${1 + (Math.floor(index / 12) % 24)}`,
      command: 'find',
      when: index % 2 ? 'phone' : 'mac',
    }));
    form.text = JSON.stringify(others);
    form.submit();

    expect(form.submit()).toBe(false);
    expect(form.problem).toContain(String(mostRules));
    expect(kept.rules).toEqual([own]);
  });
});

describe('conflicts', () => {
  it('of as many bindings as are kept are found at once', () => {
    const whens = ['terminalFocus && !phone', 'phone || mac', 'view == home', '!(phone && mac) && view != home'];
    const rules = Array.from({ length: mostRules }, (_, index) => ({
      command: commands[index % 3]?.id ?? 'find',
      key: `ctrl+alt+f${1 + (index % 11)}`,
      when: whens[index % whens.length],
    }));
    const { editor } = anEditor(rules);
    const before = performance.now();

    expect(editor.rows).toHaveLength(mostRules);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(editor.rows.some(({ conflicts }) => conflicts.length > 0)).toBe(true);
  });

  it('are those that can be meant at the same moment', () => {
    const { editor } = anEditor([
      { command: 'find', key: 'f3', when: "view == 'home'" },
      { command: 'copy', key: 'f3', when: "view == 'session'" },
      { command: 'new-shell', key: 'f3 f4', when: "view != 'home'" },
    ]);
    const conflicts = Object.fromEntries(editor.rows.map(({ command, conflicts }) => [command, conflicts]));

    expect(conflicts).toEqual({ find: [], copy: ['new-shell'], 'new-shell': ['copy'] });
  });
});
