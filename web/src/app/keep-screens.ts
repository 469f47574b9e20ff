import type { ApiClient } from '$api/client';
import { systemClock } from '$lib/clock';
import { keeping } from '$lib/kept-database';
import { LastScreens } from '../features/offline/last-screens';
import { ScreenKeeper } from '../features/offline/screen-keeper';
import { browserShelf } from '../features/offline/shelf';
import type { Sessions } from '../features/sessions/sessions.svelte';
import type { Live } from './live.svelte';
import type { Tabs } from './tabs.svelte';

interface Parts {
  readonly client: ApiClient;
  readonly sessions: Sessions;
  readonly tabs: Tabs;
  readonly live: Live;
}

/** Keeps the last screens while the page is open: what is open first, and then what runs. Returns its end. */
export function keepScreens({ client, sessions, tabs, live }: Parts): () => void {
  const worth = () => live.connection === 'open' && sessions.loaded;
  const keeper = new ScreenKeeper(new LastScreens(browserShelf), {
    sessions: () => {
      const rank = (session: (typeof sessions.all)[number]) =>
        tabs.active && tabs.active.id === session.id ? 0 : tabs.has(session) ? 1 : 2;
      return [...sessions.running, ...sessions.ended].sort((a, b) => rank(a) - rank(b));
    },
    screen: (at, seen) => client.screen(at, seen),
    worth: () => worth() && !document.hidden,
    clock: systemClock,
  });
  keeping.allowed = true;
  keeper.start();
  return () => keeper.stop();
}
