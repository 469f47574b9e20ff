import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';

const messages = resolve(import.meta.dirname, '../../../web/messages');

/** Each text that the page can say in a language, by key; one for each case where it counts. */
function textsOf(locale: string): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const file of readdirSync(resolve(messages, locale))) {
    const all = JSON.parse(readFileSync(resolve(messages, locale, file), 'utf8')) as Record<string, unknown>;
    for (const [key, message] of Object.entries(all))
      texts.set(
        key,
        typeof message === 'string'
          ? [message]
          : (message as { match: Record<string, string> }[]).flatMap(({ match }) => Object.values(match)),
      );
  }
  return texts;
}

const english = textsOf('en');
const german = textsOf('de');

/** A message as the page says it in German. */
export function inGerman(key: string, values: Record<string, string> = {}): string {
  const [text] = german.get(key) ?? [];
  if (text === undefined) throw new Error(`There is no message ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** What can be seen or heard on a page and is said in English, on one where German is spoken. */
export async function englishOn(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const found = new Set<string>();
    const shown = (element: Element) => element.checkVisibility() && !element.closest('.xterm, pre, [data-row] b');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode as Text;
      if (parentElement && shown(parentElement)) found.add(data.replace(/\s+/g, ' ').trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      if (shown(element))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext'])
          found.add(element.getAttribute(name) ?? '');
    return [...found];
  });
  return said.filter(
    (text) =>
      englishPatterns.some((pattern) => pattern.test(text)) && !germanPatterns.some((pattern) => pattern.test(text)),
  );
}

const [englishPatterns, germanPatterns] = [english, german].map((texts) =>
  [...texts]
    .filter(([key]) => differs(key))
    .flatMap(([, all]) => all.filter((text) => /\p{L}{2}/u.test(text.replace(/\{\w+\}/g, ''))).map(patternOf)),
) as [RegExp[], RegExp[]];

function differs(key: string): boolean {
  return english.get(key)?.join() !== german.get(key)?.join();
}

function patternOf(text: string): RegExp {
  const parts = text
    .replaceAll('`', '')
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 'u');
}
