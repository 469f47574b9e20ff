import '$ui/base.css';
import { directionOf, locale, speakIn } from '$lib/locale';
import { storeIn } from '$lib/storage';
import { mount } from 'svelte';
import App from './App.svelte';
import { firstLocale } from './language.svelte';
import { compose } from './services';

const target = document.getElementById('app');
if (target) {
  // Without its texts, as when the network goes just then, the page speaks the language that is part of it.
  const spoken = firstLocale(
    storeIn(() => localStorage),
    navigator.languages,
  );
  await speakIn(spoken, navigator.languages).catch(() => undefined);
  document.documentElement.lang = locale();
  document.documentElement.dir = directionOf(locale());
  mount(App, { target, props: { services: compose() } });
}
