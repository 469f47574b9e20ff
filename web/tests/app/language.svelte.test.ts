import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { firstLocale, Language } from '../../src/app/language.svelte';
import { memoryStore } from '../support/memory-store';
import { someSettings } from '../support/settings';

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

function page(languages: readonly string[]) {
  const store = memoryStore();
  const { settings } = someSettings({ store });
  const reload = vi.fn();
  const language = new Language({ settings, store, spoken: firstLocale(store, languages), languages, reload });
  ends.push($effect.root(() => language.follow()));
  flushSync();
  return { settings, store, reload };
}

test('another language is spoken after a reload, once the server has the choice', async () => {
  const { settings, store, reload } = page(['en-US']);
  settings.set('language', 'de');
  flushSync();
  expect(reload).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
  expect(firstLocale(store, ['en-US'])).toBe('de');

  settings.set('language', 'system');
  await vi.waitFor(() => expect(store.read('language')).toBe('system'));
  expect(firstLocale(store, ['en-US'])).toBe('en');
});

test('what is spoken already takes no reload', async () => {
  const { settings, store, reload } = page(['de-AT', 'en']);
  settings.set('language', 'de');
  await vi.waitFor(() => expect(store.read('language')).toBe('de'));
  expect(reload).not.toHaveBeenCalled();
});
