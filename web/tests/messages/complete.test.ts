// @vitest-environment node
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { areas, baseLocale, locales, messages, textsOf } from '../../build/messages.ts';

const base = textsOf(baseLocale);

/** Each text of a message: one, or one for each case. */
function textsIn(message: unknown): string[] {
  if (typeof message === 'string') return [message];
  return (message as { match: Record<string, string> }[]).flatMap(({ match }) => Object.values(match));
}

/** What is filled in; a text for one case needn't say all of it (`one session`). */
function placeholdersOf(message: unknown): string[] {
  const found = textsIn(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string));
  return [...new Set(found)].sort();
}

test.each(locales.filter((locale) => locale !== baseLocale))(
  '%s says all that the page says, and no more',
  (locale) => {
    expect(Object.keys(textsOf(locale)).sort()).toEqual(Object.keys(base).sort());
  },
);

test.each(locales)('no message of %s is empty or has blanks around it', (locale) => {
  const odd = Object.entries(textsOf(locale)).filter(([, message]) =>
    textsIn(message).some((text) => text.trim() === '' || text !== text.trim()),
  );
  expect(odd).toEqual([]);
});

test.each(locales)('%s fills the same into each message', (locale) => {
  const texts = textsOf(locale);
  const of = (all: Record<string, unknown>) =>
    Object.fromEntries(Object.keys(base).map((key) => [key, placeholdersOf(all[key] ?? '')]));
  expect(of(texts)).toEqual(of(base));
});

test.each(locales)('a key of %s begins with the area whose file it is in, and is in no other', (locale) => {
  const keys = areas.flatMap((area) => {
    const file = JSON.parse(readFileSync(`${messages}/${locale}/${area}.json`, 'utf8')) as object;
    return Object.keys(file).map((key) => [area, key] as const);
  });
  expect(keys.filter(([area, key]) => !new RegExp(`^${area}(_[a-z0-9]+)+$`).test(key))).toEqual([]);
  expect(new Set(keys.map(([, key]) => key)).size).toBe(keys.length);
});
