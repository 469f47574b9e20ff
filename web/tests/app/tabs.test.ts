import { describe, expect, it } from 'vitest';
import { Layout } from '../../src/app/layout.svelte';
import { Tabs } from '../../src/app/tabs.svelte';
import { Preferences } from '../../src/features/settings/preferences.svelte';
import { memoryStore } from '../support/memory-store';

const at = (id: string) => ({ workspace: 'default', id });
const ids = (tabs: Tabs) => tabs.items.map((item) => item.id);

describe('tabs', () => {
  it('open once, and show what was opened last', () => {
    const tabs = new Tabs(memoryStore());
    tabs.open(at('a'));
    tabs.open(at('b'));
    tabs.open(at('a'));

    expect(ids(tabs)).toEqual(['a', 'b']);
    expect(tabs.active?.id).toBe('a');
  });

  it('show a neighbour when the one shown is closed', () => {
    const tabs = new Tabs(memoryStore());
    for (const id of ['a', 'b', 'c']) tabs.open(at(id));
    tabs.open(at('b'));
    tabs.close(at('b'));
    expect(tabs.active?.id).toBe('c');
    tabs.close(at('c'));
    expect(tabs.active?.id).toBe('a');
    tabs.close(at('a'));
    expect(tabs.active).toBeUndefined();
  });

  it('stay as they are when another one is closed', () => {
    const tabs = new Tabs(memoryStore());
    for (const id of ['a', 'b']) tabs.open(at(id));
    tabs.close(at('a'));

    expect(tabs.active?.id).toBe('b');
  });

  it('are there again after a reload, but only the one shown is alive', () => {
    const store = memoryStore();
    const before = new Tabs(store);
    for (const id of ['a', 'b', 'c']) before.open(at(id));
    before.open(at('b'));
    const tabs = new Tabs(store);

    expect(ids(tabs)).toEqual(['a', 'b', 'c']);
    expect(tabs.active?.id).toBe('b');
    expect(tabs.items.filter((item) => tabs.isAlive(item)).map((item) => item.id)).toEqual(['b']);
  });

  it('keep no more than eight terminals alive, and let go of the one not looked at for longest', () => {
    const tabs = new Tabs(memoryStore());
    for (let number = 1; number <= 8; number++) tabs.open(at(`s${number}`));
    tabs.open(at('s1'));
    tabs.open(at('s9'));

    expect(tabs.isAlive(at('s1'))).toBe(true);
    expect(tabs.isAlive(at('s2'))).toBe(false);
    expect(ids(tabs)).toHaveLength(9);
  });

  it('go round', () => {
    const tabs = new Tabs(memoryStore());
    for (const id of ['a', 'b', 'c']) tabs.open(at(id));

    expect(tabs.neighbour(1)?.id).toBe('a');
    expect(tabs.neighbour(-1)?.id).toBe('b');
  });

  it.each([null, 7, 'x', { items: 'x' }, { items: [null, { id: 3 }], active: 5 }])(
    'survive a damaged memory: %j',
    (kept) => {
      expect(new Tabs(memoryStore({ tabs: kept })).items).toEqual([]);
    },
  );
});

describe('what a device remembers', () => {
  it('is the width of the list, within limits', () => {
    const store = memoryStore();
    new Layout(store).sidebarWidth = 5000;
    expect(new Layout(store).sidebarWidth).toBe(480);
    new Layout(store).sidebarWidth = 1;
    expect(new Layout(store).sidebarWidth).toBe(180);
  });

  it('is whether the list is shown', () => {
    const store = memoryStore();
    new Layout(store).toggleSidebar();

    expect(new Layout(store).sidebarShown).toBe(false);
  });

  it('is the theme and what programs may do, careful at first', () => {
    const store = memoryStore();
    const preferences = new Preferences(store);
    expect([preferences.theme, preferences.copyOnSelect, preferences.clipboardWrites]).toEqual([
      'system',
      false,
      'never',
    ]);
    preferences.theme = 'light';
    preferences.clipboardWrites = 'ask';
    preferences.copyOnSelect = true;

    const again = new Preferences(store);
    expect([again.theme, again.copyOnSelect, again.clipboardWrites]).toEqual(['light', true, 'ask']);
  });

  it('is not believed when it is nonsense', () => {
    const preferences = new Preferences(
      memoryStore({ preferences: { theme: 'pink', clipboardWrites: 1, copyOnSelect: 'x' } }),
    );

    expect([preferences.theme, preferences.copyOnSelect, preferences.clipboardWrites]).toEqual([
      'system',
      false,
      'never',
    ]);
  });
});
