import { directionOf, locale, localeFor, region, speakIn } from '$lib/locale';
import { m } from '$lib/messages';
import { ago, duration } from '$lib/time';
import { afterEach, expect, test } from 'vitest';

afterEach(() => speakIn('en'));

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr-FR', 'de', 'en'], 'de'],
  [['fr', 'EN-gb'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
])('who reads %j is spoken to in %s', (languages, spoken) => {
  expect(localeFor(languages)).toBe(spoken);
});

test('another language is spoken once it is there, and its own way to count and to write numbers', async () => {
  const now = Date.parse('2026-11-29T12:00:00Z');
  const said = () => [
    m.common_cancel(),
    m.terminal_more_lines({ count: 1 }),
    m.terminal_more_lines({ count: 2 }),
    duration(430),
    ago(now - 7_200_000, now),
  ];
  expect(said()).toEqual(['Cancel', 'and 1 more line', 'and 2 more lines', '0.4 s', '2 h']);

  await speakIn('de', ['en-GB', 'de-AT']);
  expect([locale(), region()]).toEqual(['de', 'de-AT']);
  expect(said()).toEqual(['Abbrechen', 'und 1 weitere Zeile', 'und 2 weitere Zeilen', '0,4 s', '2 Std.']);

  await speakIn('en', ['en-GB']);
  expect([m.common_cancel(), region()]).toEqual(['Cancel', 'en-GB']);
});

test('a language is written in its direction', () => {
  expect(['en', 'de-AT', 'ar-EG', 'he', 'fa'].map(directionOf)).toEqual(['ltr', 'ltr', 'rtl', 'rtl', 'rtl']);
});
