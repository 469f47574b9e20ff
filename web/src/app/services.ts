import { ApiClient } from '$api/client';
import { LiveStream } from '$api/live-stream';
import { openWebSocket } from '$api/socket';
import { onWake } from '$api/wake';
import { systemClock } from '$lib/clock';
import type { Command } from '$lib/command';
import { storeIn } from '$lib/storage';
import { Toasts } from '$ui/toasts.svelte';
import { createContext } from 'svelte';
import { Sessions } from '../features/sessions/sessions.svelte';
import { Devices } from '../features/settings/devices.svelte';
import { Preferences } from '../features/settings/preferences.svelte';
import { SignIn } from '../features/sign-in/sign-in.svelte';
import { Account } from './account.svelte';
import { createCommandNews } from './command-news';
import { createCommands } from './commands';
import { Desk } from './desk.svelte';
import { EndedCommands } from './ended-commands.svelte';
import { followHands } from './idle';
import { Layout } from './layout.svelte';
import { Live, type LiveList } from './live.svelte';
import { entryOf, entryOnServer, NewerPage } from './newer-page.svelte';
import { Presence } from './presence.svelte';
import { Router } from './router.svelte';
import { runShortcut } from './shortcuts';
import { browserNotices } from './system-notices';
import { tabKey, Tabs } from './tabs.svelte';
import { Terminals } from './terminals';

/** What the frame's components are given. */
export interface Services {
  readonly account: Account;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly devices: Devices;
  readonly preferences: Preferences;
  readonly layout: Layout;
  readonly tabs: Tabs;
  readonly router: Router;
  readonly live: Live;
  readonly presence: Presence;
  readonly ended: EndedCommands;
  readonly desk: Desk;
  readonly terminals: Terminals;
  readonly toasts: Toasts;
  readonly newer: NewerPage;
  readonly commands: readonly Command[];
  readonly mac: boolean;
  /** Begins to listen to the server; the returned function ends it. */
  connect(): () => void;
  signOut(): void;
}

export const [getServices, setServices] = createContext<Services>();

/** The one place where everything is put together. */
export function compose(): Services {
  const clock = systemClock;
  const store = storeIn(() => localStorage);
  const mac = /mac|iphone|ipad/i.test(navigator.platform);
  const client = new ApiClient(fetch.bind(window), () => account.signedOut());
  const account = new Account(client.me);
  const router = new Router(window);
  const signIn = new SignIn(client, () => void account.load());
  const toasts = new Toasts(clock);
  const preferences = new Preferences(store);
  const sessions = new Sessions(client);
  const tabs = new Tabs(store);
  const layout = new Layout(store);
  const live = new Live();
  const connection = { open: openWebSocket, clock, onWake };
  const terminals = new Terminals(client, connection, {
    copyOnSelect: () => preferences.copyOnSelect,
    clipboardWrites: () => preferences.clipboardWrites,
    shortcut: (event) => runShortcut(event, commands, { mac, terminal: true }),
    said: (text) => toasts.show(text),
  });
  const desk = new Desk(client, sessions, tabs, router, toasts, terminals);

  const presence = new Presence();
  const news = createCommandNews({ toasts, notices: browserNotices, preferences, open: (at) => desk.open(at) });
  const ended = new EndedCommands({
    threshold: () => preferences.longCommand,
    watched: (at) =>
      presence.here &&
      router.route.view === 'session' &&
      tabs.active !== undefined &&
      tabKey(tabs.active) === tabKey(at),
    pageSeen: () => presence.here,
    ...news,
  });

  const signOut = () =>
    void client.signOut().then(
      () => account.signedOut(),
      (error: Error) => toasts.show(error.message),
    );
  const commands = createCommands({ desk, tabs, terminals, layout, router, preferences, sessions, signOut });

  // A refused connection may mean that nobody is signed in any more; asking who is tells (a 401 leads to signing in).
  const whoIsIt = () => void client.me().catch(() => undefined);
  const hands = followHands(clock.now);
  const newer = new NewerPage({
    own: entryOf(document),
    look: entryOnServer,
    busy: () => hands.idleFor() < 2000 || desk.asked !== undefined || terminals.busy,
    reload: () => location.reload(),
    clock,
    store: storeIn(() => sessionStorage),
  });
  const stream = new LiveStream(
    connection,
    live.events(
      both(sessions, ended),
      whoIsIt,
      (at) => desk.close(at),
      () => void newer.check(),
    ),
  );

  return {
    account,
    signIn,
    sessions,
    devices: new Devices(client),
    preferences,
    layout,
    tabs,
    router,
    live,
    presence,
    ended,
    desk,
    terminals,
    toasts,
    newer,
    commands,
    mac,
    signOut,
    connect() {
      void desk.load();
      stream.start();
      const unattend = presence.follow();
      const unfollow = router.follow((route) => route.view === 'session' && tabs.open(route.at));
      return () => {
        unfollow();
        unattend();
        stream.stop();
      };
    },
  };
}

/** What the stream tells goes into the list, and to who watches it for news. */
function both(sessions: Sessions, ended: EndedCommands): LiveList {
  return {
    replaceAll(items) {
      sessions.replaceAll(items);
      for (const item of items) ended.take(item);
    },
    put(item) {
      sessions.put(item);
      ended.take(item);
    },
    drop(at) {
      sessions.drop(at);
      ended.drop(at);
    },
  };
}
