import { baseLocale, locales, speak } from '$messages/spoken';

export { locales };
export type Locale = (typeof locales)[number];

// What `Intl` is asked for: with the region, as a person of Vienna or London writes dates otherwise.
let current: { readonly locale: Locale; readonly region: string } = { locale: baseLocale, region: baseLocale };

/** The language that the page speaks. */
export function locale(): Locale {
  return current.locale;
}

/** The language with its region, where the browser names one: what dates and numbers are written by. */
export function region(): string {
  return current.region;
}

/** The first language that a person reads and the page speaks. */
export function localeFor(languages: readonly string[]): Locale {
  for (const language of languages) {
    const found = locales.find((locale) => locale === languageOf(language));
    if (found) return found;
  }
  return baseLocale;
}

/**
 * Speaks a language from now on. What is shown already stays as it is.
 * @param languages those of the browser.
 */
export async function speakIn(locale: Locale, languages: readonly string[] = []): Promise<void> {
  await speak(locale);
  current = { locale, region: languages.find((language) => languageOf(language) === locale) ?? locale };
}

/** Which way a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)$/.test(languageOf(language)) ? 'rtl' : 'ltr';
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}
