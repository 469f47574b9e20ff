import { fireEvent, render, screen } from '@testing-library/svelte';
import { pageLook } from '$lib/page-tokens';
import { largestText, type TerminalTheme } from '$lib/terminal-themes/theme';
import { Toasts } from '$ui/toasts.svelte';
import type { SettingsLayer } from '$api/types';
import { describe, expect, it, vi } from 'vitest';
import { ImportTheme } from '../../src/features/settings/import-theme.svelte';
import ImportThemeDialog from '../../src/features/settings/ImportThemeDialog.svelte';
import type { Settings, SettingValues } from '../../src/features/settings/settings.svelte';
import ThemeChoice from '../../src/features/settings/ThemeChoice.svelte';
import { Themes } from '../../src/features/settings/themes.svelte';
import { FakeClock } from '../support/fake-clock';
import { memoryStore } from '../support/memory-store';
import { aLayer, someSettings } from '../support/settings';
import { arcade, dusk, paper, worn } from '../support/terminal-themes';
import { flatBase16File, ghosttyFile, windowsSettingsFile, written } from '../support/theme-files';

function onDevice(store = memoryStore(), said: readonly SettingsLayer[] = []) {
  const toasts = new Toasts(new FakeClock());
  const { settings, server } = someSettings({ store, said });
  const themes = new Themes(store, settings, toasts);
  return { store, toasts, settings, themes, server };
}

const names = (themes: Themes) => themes.items.map((item) => item.name);
const first = (themes: Themes) => themes.items[0]?.id ?? 'imported-none';
const many = (number: number): TerminalTheme[] =>
  Array.from({ length: number }, (_, index) => ({ ...dusk, name: `Theme ${index}` }));

describe('imported themes', () => {
  it('are kept for their person, and one that is added is put on', async () => {
    const { themes, settings, server, store } = onDevice();
    themes.add(worn(written));
    await vi.waitFor(() => expect(server.changeSettings).toHaveBeenCalledTimes(2));
    const { themes: later } = onDevice(store, server.layers());

    expect(later.items).toEqual([{ ...worn(written), id: settings.get('theme') }]);
    const { look, ...bare } = themes.items[0] ?? {};
    expect(look).toBeDefined();
    expect(server.changeSettings.mock.calls[0]).toEqual(['user', 'default', { themes: [bare] }]);
  });

  it('are not kept twice, and told apart when they are called the same', () => {
    const { themes, settings } = onDevice();
    themes.add(worn(dusk));
    const dark = settings.get('theme');
    themes.add(worn({ ...paper, name: 'Dusk' }));
    themes.add(worn({ ...arcade, name: 'Dusk' }));
    themes.add(worn(dusk));

    expect(names(themes)).toEqual(['Dusk', 'Dusk 2', 'Dusk 3']);
    expect(settings.get('theme')).toBe(dark);
  });

  it('keep the number in the longest of names', () => {
    const { themes } = onDevice();
    const name = 'x'.repeat(60);
    themes.add(worn({ ...dusk, name }));
    themes.add(worn({ ...paper, name }));

    expect(names(themes)[1]).toBe(`${'x'.repeat(57)}… 2`);
  });

  it('can be removed, and come back to their place', () => {
    const { themes, settings, toasts } = onDevice();
    for (const theme of [dusk, paper, arcade]) themes.add(worn(theme));
    settings.set('theme', themes.items[1]?.id ?? 'system');
    themes.remove(themes.items[1]?.id ?? 'imported-none');

    expect(names(themes)).toEqual(['Dusk', 'Arcade']);
    expect(settings.get('theme')).toBe('system');
    expect(toasts.items[0]?.text).toBe('The theme Paper was removed.');

    toasts.items[0]?.actions?.[0]?.run();
    expect(names(themes)).toEqual(['Dusk', 'Paper', 'Arcade']);
    expect(settings.get('theme')).toBe(themes.items[1]?.id);
  });

  it('come back without taking the place of what was chosen meanwhile', () => {
    const { themes, settings, toasts } = onDevice();
    themes.add(worn(dusk));
    themes.remove(first(themes));
    settings.set('theme', 'light');
    toasts.items[0]?.actions?.[0]?.run();

    expect(settings.get('theme')).toBe('light');
  });

  it('that came from another device are dressed on this one, and so are those that an earlier version dressed', async () => {
    const kept = [dusk, paper].map((theme, index) => ({ ...theme, id: `imported-${String(index).repeat(32)}` }));
    const old = { base: 'dark', derivation: 0, tokens: {} };
    const store = memoryStore({ looks: { [kept[1]?.id ?? '']: old, ['imported-gone']: old, other: 7 } });
    const { themes } = onDevice(store, [aLayer('user', { themes: kept })]);
    expect(themes.items.map((item) => item.look)).toEqual([undefined, old]);
    await themes.renew(() => Promise.resolve(pageLook));

    const looks = [pageLook(dusk), pageLook(paper)];
    expect(themes.items.map((item) => item.look)).toEqual(looks);
    expect(store.read('looks')).toEqual(Object.fromEntries(kept.map(({ id }, index) => [id, looks[index]])));

    const load = vi.fn();
    await themes.renew(load);
    expect(load).not.toHaveBeenCalled();
  });
});

describe('importing a theme', () => {
  it('takes a text, and the name that one gives it', async () => {
    const { themes, settings } = onDevice();
    const form = new ImportTheme(themes);
    form.text = ghosttyFile;
    form.name = ' Evening\u202e ';

    expect(form.submit()).toBe(true);
    expect(themes.items).toEqual([{ ...worn(written), name: 'Evening', id: settings.get('theme') }]);
  });

  it('takes a file, which has a name', async () => {
    const { themes } = onDevice();
    const form = new ImportTheme(themes);
    await form.choose(new File([ghosttyFile], 'Night sky.conf'));

    expect(form.text).toBe(ghosttyFile);
    expect(form.submit()).toBe(true);
    expect(names(themes)).toEqual(['Night sky']);
  });

  it('says what is wrong, and leaves the theme in force', async () => {
    const { themes, settings } = onDevice();
    settings.set('theme', 'light');
    const form = new ImportTheme(themes);
    await form.choose(new File([ghosttyFile.replace('#c08ae8', '#zz')], 'broken'));

    expect(form.problem).toBe("Line 13: 'palette = 5=#zz' is no colour; write #rrggbb.");
    expect(form.submit()).toBe(false);
    expect([settings.get('theme'), themes.items]).toEqual(['light', []]);

    form.text = ghosttyFile;
    expect(form.problem).toBeUndefined();
    expect(form.submit()).toBe(true);
  });

  it('does not even read a file that is too large', async () => {
    const form = new ImportTheme(onDevice().themes);
    const file = new File(['x'.repeat(largestText + 1)], 'film.mp4');
    const read = vi.spyOn(file, 'text');
    await form.choose(file);

    expect(form.problem).toBe('film.mp4 is larger than 256 KB; a theme is a few.');
    expect(read).not.toHaveBeenCalled();
  });

  it('says so when the browser can’t read a file', async () => {
    const form = new ImportTheme(onDevice().themes);
    const file = new File(['x'], 'gone.conf');
    vi.spyOn(file, 'text').mockRejectedValue(new DOMException('gone', 'NotFoundError'));
    await form.choose(file);

    expect(form.problem).toBe("The browser can't read gone.conf. Choose it again, or paste its text.");
  });

  it('asks which, where there are several', async () => {
    const { themes } = onDevice();
    const form = new ImportTheme(themes);
    form.text = windowsSettingsFile;

    expect(form.submit()).toBe(false);
    expect([form.problem, form.found.map((theme) => theme.name)]).toEqual([undefined, ['Dusk', 'Dawn ☀ "early"']]);
    form.chosen = '1';
    expect(form.submit()).toBe(true);
    expect(names(themes)).toEqual(['Dawn ☀ "early"']);
  });

  it('ends at twenty', async () => {
    const { themes } = onDevice();
    for (const theme of many(20)) themes.add(worn(theme));
    const form = new ImportTheme(themes);
    form.text = flatBase16File;

    expect(form.submit()).toBe(false);
    expect(form.problem).toBe('20 themes are kept already. Remove one in Settings, then import this one.');
    expect(themes.items).toHaveLength(20);
  });

  it('tells the problem beside the field', async () => {
    render(ImportThemeDialog, { themes: onDevice().themes, onclose: vi.fn() });
    const field = screen.getByLabelText('Theme');
    await fireEvent.input(field, { target: { value: 'Dear reader' } });
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    const problem = await screen.findByRole('alert');

    expect(problem.textContent).toMatch(/^This is none of the themes that can be read/);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(field.getAttribute('aria-describedby')).toBe(problem.id);
  });

  it('closes when it is done', async () => {
    const onclose = vi.fn();
    const { themes } = onDevice();
    render(ImportThemeDialog, { themes, onclose });
    const field = screen.getByLabelText('Theme');
    await fireEvent.input(field, { target: { value: windowsSettingsFile } });
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    expect((await screen.findByLabelText('Which of the 2 in it')).textContent).toContain('Dawn');
    expect(onclose).not.toHaveBeenCalled();
    await fireEvent.submit(field.closest('form') as HTMLFormElement);

    expect(onclose).toHaveBeenCalledOnce();
    expect(names(themes)).toEqual(['Dusk']);
  });
});

function choiceOf(settings: Settings, themes: Themes) {
  return {
    get value() {
      return settings.get('theme');
    },
    themes,
    labelledby: 'title',
    onchoose: (theme: SettingValues['theme']) => settings.set('theme', theme),
    onimport: vi.fn(),
  };
}

describe('the choice of themes', () => {
  it('has the page’s own and those that were imported', async () => {
    const { settings, themes } = onDevice();
    themes.add(worn(dusk));
    settings.set('theme', 'system');
    render(ThemeChoice, choiceOf(settings, themes));

    expect(screen.getAllByRole('radio').map((radio) => radio.closest('label')?.textContent?.trim())).toEqual([
      'System',
      'Dark',
      'Light',
      'High contrast',
      'Dusk',
    ]);
    await fireEvent.click(screen.getByLabelText('High contrast'));
    expect(settings.get('theme')).toBe('contrast');
    await fireEvent.click(screen.getByLabelText('Dusk'));
    expect(settings.get('theme')).toBe(first(themes));
  });

  it('leaves the keyboard on the theme in force when one is removed', async () => {
    const { settings, themes } = onDevice();
    themes.add(worn(dusk));
    render(ThemeChoice, choiceOf(settings, themes));
    await fireEvent.click(screen.getByRole('button', { name: 'Remove Dusk' }));

    expect(themes.items).toEqual([]);
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('System')));
  });
});
