import { colorTokens } from '$lib/page-look';
import { Media } from '$lib/media.svelte';
import type { Store } from '$lib/storage';
import type { OwnTheme, Settings, ThemeId } from '../features/settings/settings.svelte';
import type { Themes } from '../features/settings/themes.svelte';

const light = new Media('(prefers-color-scheme: light)');
const contrast = new Media('(prefers-contrast: more)');

/** The theme in force: the choice, or the system's. */
export class Theme {
  readonly #settings: Settings;
  readonly #themes: Themes;
  readonly #store: Store;

  constructor(settings: Settings, themes: Themes, store: Store) {
    this.#settings = settings;
    this.#themes = themes;
    this.#store = store;
  }

  get current(): OwnTheme | ThemeId {
    const theme = this.#settings.get('theme');
    // One that isn't there any more is no choice.
    if (theme !== 'system' && (isOwn(theme) || this.#themes.find(theme))) return theme;
    if (contrast.current) return 'contrast';
    return light.current ? 'light' : 'dark';
  }

  /** Keeps the page in it, and remembers it for `public/theme.js`, which does so before the next first paint. */
  follow(root: HTMLElement): void {
    $effect.pre(() => {
      const current = this.current;
      const look = this.#themes.find(current)?.look;
      // Until an imported one's look is made, the page stays as it is.
      if (!look && !isOwn(current)) return;
      root.dataset.theme = look?.base ?? current;
      for (const token of colorTokens) root.style.setProperty(token, look?.tokens[token] ?? '');
      const chosen = this.#settings.get('theme') === current;
      this.#store.write('look', { theme: chosen ? root.dataset.theme : 'system', tokens: look?.tokens });
    });
    $effect(() => {
      // Another time will do when it can't be loaded.
      if (this.#themes.undressed)
        this.#themes.renew(() => import('$lib/page-tokens').then((made) => made.pageLook)).catch(() => undefined);
    });
  }
}

function isOwn(theme: string): theme is OwnTheme {
  return !theme.startsWith('imported-');
}
