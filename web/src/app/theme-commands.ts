import type { Command } from '$lib/command';
import { m } from '$lib/messages';
import type { ThemeChoice } from '../features/settings/settings.svelte';
import type { Services } from './services';

/** Each theme that there is, and a way to have more of them. */
export function themeCommands({ settings, themes, desk }: Pick<Services, 'settings' | 'themes' | 'desk'>): Command[] {
  const choose = (theme: ThemeChoice, title: () => string): Command => ({
    id: `theme-${theme}`,
    title,
    group: 'settings',
    run: () => settings.set('theme', theme),
  });
  return [
    choose('dark', () => m.palette_dark()),
    choose('light', () => m.palette_light()),
    choose('contrast', () => m.palette_contrast()),
    choose('system', () => m.palette_system()),
    ...themes.items.map(({ id, name }) => choose(id, () => m.palette_theme({ name }))),
    {
      id: 'import-theme',
      title: () => m.palette_import_theme(),
      group: 'settings',
      run: () => desk.ask('import-theme'),
    },
  ];
}
