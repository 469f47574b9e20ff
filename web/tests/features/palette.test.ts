import { fireEvent, render, screen } from '@testing-library/svelte';
import type { Command } from '$lib/command';
import { SvelteMap } from 'svelte/reactivity';
import { describe, expect, it, vi } from 'vitest';
import CheatSheet from '../../src/features/palette/CheatSheet.svelte';
import { Palette, type Place } from '../../src/features/palette/palette.svelte';
import PaletteDialog from '../../src/features/palette/PaletteDialog.svelte';

const place = (title: string, run = vi.fn()): Place => ({
  id: `default/${title}`,
  title,
  detail: '~',
  tone: 'run',
  word: 'running',
  run,
});
const command = (title: string, more: Partial<Command> = {}): Command => ({
  id: title,
  title,
  group: 'View',
  run: vi.fn(),
  ...more,
});

const nothingTyped = { mac: false, taken: () => [], onclose: vi.fn() };

describe('the palette', () => {
  it('has sessions and commands in one list', () => {
    const palette = new Palette(
      () => [place('dev server')],
      () => [command('Settings')],
    );

    expect(palette.entries.map((entry) => entry.kind)).toEqual(['place', 'command']);
  });

  it('leaves out what makes no sense now', () => {
    const palette = new Palette(
      () => [],
      () => [command('Close tab', { enabled: () => false }), command('Settings', { enabled: () => true })],
    );

    expect(palette.entries).toHaveLength(1);
  });

  it('starts from the best fit whenever the query changes', () => {
    const palette = new Palette(
      () => [place('build'), place('dev server')],
      () => [],
    );
    palette.move(1);
    palette.query = 'de';

    expect(palette.selected).toBe(0);
    expect(palette.entries[0]).toMatchObject({ place: { title: 'dev server' } });
  });

  it('goes round at its ends', () => {
    const palette = new Palette(
      () => [place('a'), place('b')],
      () => [],
    );
    palette.move(-1);
    expect(palette.selected).toBe(1);
    palette.move(1);
    expect(palette.selected).toBe(0);
  });

  it('chooses nothing when nothing fits', () => {
    const palette = new Palette(
      () => [place('a')],
      () => [],
    );
    palette.query = 'zzz';

    expect(palette.choose()).toBeUndefined();
  });

  it('runs what is chosen by Enter, after it has closed', async () => {
    const order: string[] = [];
    const noting = (title: string) =>
      place(
        title,
        vi.fn(() => order.push(title)),
      );
    render(PaletteDialog, {
      places: () => [noting('one'), noting('two')],
      commands: [],
      ...nothingTyped,
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
      ...nothingTyped,
      places: () => [place('dev server'), place('build', build)],
      commands: [],
      taken: () => ['b', 'o', 'Backspace', 'u', 'Shift', 'Enter'],
    });

    expect(screen.getByRole<HTMLInputElement>('combobox').value).toBe('bu');
    expect(build).toHaveBeenCalledOnce();
  });

  it('tells a screen reader which entry is chosen', async () => {
    render(PaletteDialog, {
      ...nothingTyped,
      places: () => [place('one'), place('two')],
      commands: [],
    });
    const field = screen.getByRole('combobox');
    await fireEvent.keyDown(field, { key: 'ArrowDown' });

    const chosen = screen.getByRole('option', { selected: true });
    expect(chosen.textContent).toContain('two');
    expect(field.getAttribute('aria-activedescendant')).toBe(chosen.id);
  });

  it('keeps what was typed while the list changes', async () => {
    const items = new SvelteMap([['one', place('one')]]);
    render(PaletteDialog, { ...nothingTyped, places: () => [...items.values()], commands: [] });
    const field = screen.getByRole<HTMLInputElement>('combobox');
    await fireEvent.input(field, { target: { value: 'o' } });
    items.set('two', place('two'));

    expect(await screen.findByText('two')).toBeTruthy();
    expect(field.value).toBe('o');
  });
});

it('the cheat sheet lists every key as this keyboard has it', () => {
  render(CheatSheet, {
    commands: [command('Find', { key: 'mod+f', inTerminal: true }), command('No key')],
    mac: false,
    onclose: vi.fn(),
  });

  expect(screen.getByText('Ctrl+Shift+F')).toBeTruthy();
  expect(screen.queryByText('No key')).toBeNull();
});
