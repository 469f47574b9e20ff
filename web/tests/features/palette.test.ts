import { fireEvent, render, screen } from '@testing-library/svelte';
import { SvelteMap } from 'svelte/reactivity';
import { describe, expect, it, vi } from 'vitest';
import { Palette, type Place, type Source } from '../../src/features/palette/palette.svelte';
import PaletteDialog from '../../src/features/palette/PaletteDialog.svelte';
import { Recents } from '../../src/features/palette/recents';
import { memoryStore } from '../support/memory-store';

const place = (title: string, more: Partial<Place> = {}): Place => ({
  id: `session:default/${title}`,
  title,
  detail: '~',
  run: vi.fn(),
  ...more,
});
const source = (places: () => readonly Place[], more: Partial<Source> = {}): Source => ({
  id: 'sessions',
  prefix: '@',
  title: 'Sessions alone',
  places,
  ...more,
});
const of = (...places: readonly Place[]) => [source(() => places)];
const commands = (...places: readonly Place[]) =>
  source(() => places, { id: 'commands', prefix: '>', title: 'Commands alone' });
const recents = (...ids: readonly string[]) => new Recents(memoryStore({ recent: ids }));
const titles = (palette: Palette) => palette.entries.map((entry) => entry.place.title);
const nothingTyped = () => ({ recents: recents(), taken: () => [], onclose: vi.fn() });

describe('the palette', () => {
  it('has sessions and commands in one list', () => {
    const palette = new Palette(() => [...of(place('dev server')), commands(place('Settings'))], recents());

    expect(titles(palette)).toEqual(['dev server', 'Settings']);
  });

  it('begins with what was chosen last, but for where one is already', () => {
    const palette = new Palette(
      () => of(place('a'), place('b', { current: true }), place('c')),
      recents('session:default/b', 'session:default/gone', 'session:default/c'),
    );

    expect(titles(palette)).toEqual(['c', 'a', 'b']);
    expect(palette.entries.map((entry) => entry.firstRecent)).toEqual([true, false, false]);
  });

  it('keeps what is chosen on this device', () => {
    const store = memoryStore({ recent: 'damaged' });
    const palette = new Palette(() => of(place('a'), place('b')), new Recents(store));
    palette.choose(1);

    expect(store.read('recent')).toEqual(['session:default/b']);
  });

  it('looks in one source alone after its prefix, and says which there are', () => {
    const palette = new Palette(() => [...of(place('Settings server')), commands(place('Settings'))], recents());
    palette.query = '>sett';
    expect(titles(palette)).toEqual(['Settings']);

    palette.query = '?';
    expect(titles(palette)).toEqual(['Sessions alone', 'Commands alone']);
    expect(palette.choose(1)).toBeUndefined();
    expect(palette.query).toBe('>');
    expect(titles(palette)).toEqual(['Settings']);
  });

  it('tells which letters fit', () => {
    const palette = new Palette(() => of(place('build', { detail: '~/bugs' })), recents());
    palette.query = 'bu';
    expect(palette.entries[0]).toMatchObject({ inTitle: [0, 1], inDetail: [] });
    palette.query = 'bugs';
    expect(palette.entries[0]).toMatchObject({ inTitle: [], inDetail: [2, 3, 4, 5] });
  });

  it('starts from the best fit whenever the query changes', () => {
    const palette = new Palette(() => of(place('build'), place('dev server')), recents());
    palette.move(1);
    palette.query = 'de';

    expect(palette.selected).toBe(0);
    expect(palette.entries[0]).toMatchObject({ place: { title: 'dev server' } });
  });

  it('goes round at its ends', () => {
    const palette = new Palette(() => of(place('a'), place('b')), recents());
    palette.move(-1);
    expect(palette.selected).toBe(1);
    palette.move(1);
    expect(palette.selected).toBe(0);
  });

  it('chooses nothing when nothing fits', () => {
    const palette = new Palette(() => of(place('a')), recents());
    palette.query = 'zzz';

    expect(palette.choose()).toBeUndefined();
  });

  it('runs what is chosen by Enter, after it has closed', async () => {
    const order: string[] = [];
    const noting = (title: string) => place(title, { run: () => order.push(title) });
    render(PaletteDialog, {
      sources: () => of(noting('one'), noting('two')),
      ...nothingTyped(),
      onclose: () => order.push('closed'),
    });
    const field = screen.getByRole('combobox');
    await fireEvent.keyDown(field, { key: 'ArrowDown' });
    await fireEvent.keyDown(field, { key: 'Enter' });

    expect(order).toEqual(['closed', 'two']);
  });

  it('takes the keys that were pressed before its code was there, and what is chosen by them', () => {
    const build = vi.fn();
    render(PaletteDialog, {
      ...nothingTyped(),
      sources: () => of(place('dev server'), place('build', { run: build })),
      taken: () => ['b', 'o', 'Backspace', 'u', 'Shift', 'Enter'],
    });

    expect(screen.getByRole<HTMLInputElement>('combobox').value).toBe('bu');
    expect(build).toHaveBeenCalledOnce();
  });

  it('tells a screen reader which entry is chosen', async () => {
    render(PaletteDialog, {
      ...nothingTyped(),
      sources: () => of(place('one'), place('two')),
    });
    const field = screen.getByRole('combobox');
    await fireEvent.keyDown(field, { key: 'ArrowDown' });

    const chosen = screen.getByRole('option', { selected: true });
    expect(chosen.textContent).toContain('two');
    expect(field.getAttribute('aria-activedescendant')).toBe(chosen.id);
  });

  it('keeps what was typed while the list changes', async () => {
    const items = new SvelteMap([['one', place('one')]]);
    render(PaletteDialog, { ...nothingTyped(), sources: () => of(...items.values()) });
    const field = screen.getByRole<HTMLInputElement>('combobox');
    await fireEvent.input(field, { target: { value: 'o' } });
    items.set('two', place('two'));

    await vi.waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
    expect(field.value).toBe('o');
  });
});
