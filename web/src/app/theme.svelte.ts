import type { Preferences } from '../features/settings/preferences.svelte';
import { MediaQuery } from 'svelte/reactivity';

const light = new MediaQuery('(prefers-color-scheme: light)');

/** The theme in force: the choice, or the system's. */
export function themeOf(preferences: Preferences): 'dark' | 'light' {
  if (preferences.theme !== 'system') return preferences.theme;
  return light.current ? 'light' : 'dark';
}

/** Keeps the page in the theme in force; `public/theme.js` did so before the first paint. */
export function followTheme(preferences: Preferences): void {
  $effect.pre(() => {
    document.documentElement.dataset.theme = themeOf(preferences);
  });
}
