import { localeFor, locales, type Locale } from '$lib/locale';
import type { Store } from '$lib/storage';
import type { Settings } from '../features/settings/settings.svelte';

export interface LanguageOptions {
  readonly settings: Pick<Settings, 'get' | 'settled'>;
  /** Holds the choice for the next first paint. */
  readonly store: Store;
  /** What this page was opened to speak, and what the browser's person reads. */
  readonly spoken: Locale;
  readonly languages: readonly string[];
  reload(): void;
}

/** What was chosen on this device when the page was here last, else the first of the browser's languages that the page speaks. */
export function firstLocale(store: Store, languages: readonly string[]): Locale {
  return chosenLocale(store.read('language'), languages);
}

/** The language that is set. What the page said stays said: another language takes a reload. */
export class Language {
  readonly #options: LanguageOptions;

  constructor(options: LanguageOptions) {
    this.#options = options;
  }

  /** Changes to what is set, whoever sets it. */
  follow(): void {
    const { settings, store, spoken, languages, reload } = this.#options;
    $effect(() => {
      const choice = settings.get('language');
      // A reload would take away what is still on its way.
      if (!settings.settled) return;
      store.write('language', choice);
      // Where nothing can be remembered a reload would change nothing.
      if (chosenLocale(choice, languages) !== spoken && store.read('language') === choice) reload();
    });
  }
}

function chosenLocale(choice: unknown, languages: readonly string[]): Locale {
  return locales.find((locale) => locale === choice) ?? localeFor(languages);
}
