import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { colorTokens } from '$lib/page-look';
import { pageLook } from '$lib/page-tokens';
import { storeIn } from '$lib/storage';
import { Toasts } from '$ui/toasts.svelte';
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { themeCommands } from '../../src/app/theme-commands';
import { Theme } from '../../src/app/theme.svelte';
import { Themes } from '../../src/features/settings/themes.svelte';
import { FakeClock } from '../support/fake-clock';
import { someSettings } from '../support/settings';
import { dusk, paper, worn } from '../support/terminal-themes';

const script = readFileSync(join(import.meta.dirname, '../../public/theme.js'), 'utf8');
const root = document.documentElement;

function page() {
  const store = storeIn(() => localStorage);
  const { settings } = someSettings({ store });
  const themes = new Themes(store, settings, new Toasts(new FakeClock()));
  const theme = new Theme(settings, themes, store);
  const end = $effect.root(() => theme.follow(root));
  flushSync();
  ends.push(end);
  return { settings, themes, theme };
}

const ends: (() => void)[] = [];
const bare = () => {
  root.removeAttribute('style');
  delete root.dataset.theme;
};
/** What a load does before any of the page's own code. */
const firstPaint = () => {
  bare();
  new Function(script)();
};
const asks = (...queries: string[]) =>
  vi
    .spyOn(window, 'matchMedia')
    .mockImplementation(
      (query) => ({ matches: queries.includes(query), addEventListener() {}, removeEventListener() {} }) as never,
    );

afterEach(() => {
  for (const end of ends.splice(0)) end();
  localStorage.clear();
  bare();
});

describe('the page', () => {
  it.each(['dark', 'light', 'contrast'] as const)('is in the theme that was chosen: %s', (choice) => {
    const { settings, theme } = page();
    settings.set('theme', choice);
    flushSync();

    expect([theme.current, root.dataset.theme]).toEqual([choice, choice]);
    expect(root.getAttribute('style') ?? '').toBe('');
  });

  it('takes every colour from an imported theme, and gives them back', () => {
    const { settings, themes, theme } = page();
    themes.add(worn(paper));
    flushSync();

    expect(root.dataset.theme).toBe('light');
    expect(theme.current).toBe(settings.get('theme'));
    const { tokens } = pageLook(paper);
    for (const token of colorTokens) expect(root.style.getPropertyValue(token)).toBe(tokens[token]);

    settings.set('theme', 'contrast');
    flushSync();
    expect(root.dataset.theme).toBe('contrast');
    for (const token of colorTokens) expect(root.style.getPropertyValue(token)).toBe('');
  });

  it('goes back to the system’s when the theme in force is removed', () => {
    const { themes } = page();
    themes.add(worn(paper));
    themes.remove(themes.items[0]?.id ?? 'imported-none');
    flushSync();

    expect(root.dataset.theme).toBe(matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');
    expect(root.style.getPropertyValue('--bg-1')).toBe('');
  });
});

describe('before the first paint', () => {
  it.each([
    [[], 'dark'],
    [['(prefers-color-scheme: light)'], 'light'],
    [['(prefers-contrast: more)'], 'contrast'],
    [['(prefers-contrast: more)', '(prefers-color-scheme: light)'], 'contrast'],
  ])('the system decides when nothing was chosen: %s', (queries, theme) => {
    asks(...queries);
    firstPaint();

    expect(root.dataset.theme).toBe(theme);
  });

  it.each(['dark', 'light', 'contrast'] as const)('a choice is there whatever the system wants: %s', (choice) => {
    page().settings.set('theme', choice);
    flushSync();
    asks('(prefers-contrast: more)', '(prefers-color-scheme: light)');
    firstPaint();

    expect(root.dataset.theme).toBe(choice);
  });

  it.each([dusk, paper])('an imported theme is there, whole', (theme) => {
    page().themes.add(worn(theme));
    flushSync();
    firstPaint();
    const { base, tokens } = pageLook(theme);

    expect(root.dataset.theme).toBe(base);
    for (const token of colorTokens) expect(root.style.getPropertyValue(token)).toBe(tokens[token]);
  });

  it('one that isn’t chosen any more is not', () => {
    const { settings, themes } = page();
    themes.add(worn(paper));
    flushSync();
    settings.set('theme', 'dark');
    flushSync();
    firstPaint();

    expect(root.dataset.theme).toBe('dark');
    expect(root.style.length).toBe(0);
  });

  it.each([
    '{',
    '5',
    'null',
    '{"theme":"pink"}',
    '{"theme":7,"tokens":7}',
    '{"tokens":{"--bg-1":"url(x)","--bg-2":[1]}}',
  ])('what is damaged is passed over: %s', (look) => {
    localStorage.setItem('dispatch.look', look);
    asks();
    firstPaint();

    expect(root.dataset.theme).toBe('dark');
    expect(root.style.length).toBe(0);
  });
});

it('a theme that is not there any more is no choice', () => {
  const { settings, theme } = page();
  asks();
  settings.set('theme', `imported-${'0'.repeat(32)}`);
  flushSync();

  expect(root.dataset.theme).toBe(theme.current);
  expect(theme.current).not.toMatch(/^imported/);
});

it('each theme has its command, those too that come later', () => {
  const { settings, themes } = page();
  const desk = { ask: vi.fn() };
  const commands = () => themeCommands({ settings, themes, desk: desk as never });
  themes.add(worn(paper));
  settings.set('theme', 'system');

  expect(commands().map((command) => command.title())).toEqual([
    'Dark theme',
    'Light theme',
    'High contrast theme',
    'Theme of the system',
    'Paper theme',
    'Import a theme…',
  ]);
  commands()
    .find((command) => command.title() === 'Paper theme')
    ?.run();
  expect(settings.get('theme')).toBe(themes.items[0]?.id);
  commands().at(-1)?.run();
  expect(desk.ask).toHaveBeenCalledWith('import-theme');
});
