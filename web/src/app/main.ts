import '$ui/base.css';
import { directionOf, locale, speakIn } from '$lib/locale';
import { storeIn } from '$lib/storage';
import { mount } from 'svelte';
import App from './App.svelte';
import { firstLocale } from './language.svelte';
import { compose } from './services';

/** No `await` outside of it: the texts of a language wait for this file, which would wait for them. */
async function start(target: HTMLElement) {
  // Without its texts, as when the network goes just then, the page speaks the language that is part of it.
  const spoken = firstLocale(
    storeIn(() => localStorage),
    navigator.languages,
  );
  await speakIn(spoken, navigator.languages).catch(() => undefined);
  document.documentElement.lang = locale();
  document.documentElement.dir = directionOf(locale());
  const services = compose();
  // Before anything is drawn: the answer takes longer than that.
  void services.enter();
  mount(App, { target, props: { services } });
}

const target = document.getElementById('app');
if (target) void start(target);

// After all that is needed now. While developing, files have no names to keep them by.
if (import.meta.env.PROD)
  window.addEventListener('load', () => void navigator.serviceWorker?.register('/sw.js').catch(() => undefined));
