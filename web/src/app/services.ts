import { ApiClient } from '$api/client';
import { LiveStream } from '$api/live-stream';
import { openWebSocket } from '$api/socket';
import { onWake } from '$api/wake';
import { systemClock } from '$lib/clock';
import { m } from '$lib/messages';
import type { Command } from '$lib/command';
import { forgetKept } from '$lib/kept-database';
import { Media } from '$lib/media.svelte';
import { storeIn } from '$lib/storage';
import { Toasts } from '$ui/toasts.svelte';
import { createContext } from 'svelte';
import { Keymap } from '../features/keys/keymap.svelte';
import { Recents } from '../features/palette/recents';
import { Follow } from '../features/presence/follow.svelte';
import { People } from '../features/presence/people.svelte';
import { Sessions } from '../features/sessions/sessions.svelte';
import { Devices } from '../features/settings/devices.svelte';
import { Settings } from '../features/settings/settings.svelte';
import { Themes } from '../features/settings/themes.svelte';
import { SignIn } from '../features/sign-in/sign-in.svelte';
import { Workspaces } from '../features/workspaces/workspaces.svelte';
import { Account } from './account.svelte';
import { createCommands } from './commands';
import { contextKeys, contextOf } from './context-keys';
import { Desk } from './desk.svelte';
import { HardwareKeyboard } from './hardware-keyboard.svelte';
import { Files } from './files.svelte';
import { followCommands } from './follow-commands';
import { followHands, whenIdle } from './idle';
import type { keepScreens } from './keep-screens';
import { firstLocale, Language } from './language.svelte';
import { closeGoneTabs } from './layout/gone-tabs';
import { LayoutKeeper } from './layout/layout-keeper';
import { SideBar } from './layout/side-bar.svelte';
import { claimWindow } from './layout/window-number';
import { Live } from './live.svelte';
import { entryOf, entryOnServer, NewerPage } from './newer-page.svelte';
import { Notices } from './notices.svelte';
import { Overview } from './overview.svelte';
import { paneOf } from './panes';
import { loadPhone } from './phone';
import { Presence } from './presence.svelte';
import { Router } from './router.svelte';
import { ServerTime } from './server-time.svelte';
import { Tabs } from './tabs.svelte';
import { takeToken } from './sign-in-link';
import { Terminals } from './terminals';
import { themeCommands } from './theme-commands';
import { Theme } from './theme.svelte';
import { Viewport } from './viewport.svelte';
import { Welcome } from './welcome.svelte';
import { firstWorkspace } from './first-workspace';
import { workspaceCommands } from './workspace-commands';

/** What the frame's components are given. */
export interface Services {
  readonly client: ApiClient;
  readonly account: Account;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly workspaces: Workspaces;
  readonly devices: Devices;
  readonly settings: Settings;
  readonly themes: Themes;
  readonly theme: Theme;
  readonly language: Language;
  readonly sideBar: SideBar;
  readonly tabs: Tabs;
  readonly router: Router;
  readonly live: Live;
  readonly presence: Presence;
  readonly notices: Notices;
  readonly people: People;
  readonly follow: Follow;
  readonly desk: Desk;
  readonly files: Files;
  readonly terminals: Terminals;
  readonly toasts: Toasts;
  /** What time it is at the server. */
  readonly time: ServerTime;
  readonly newer: NewerPage;
  readonly welcome: Welcome;
  /** Those that there are now: each imported theme has one. */
  readonly commands: readonly Command[];
  readonly keymap: Keymap;
  readonly recents: Recents;
  readonly mac: boolean;
  /** Whether there is room for one pane only. */
  readonly phone: { readonly current: boolean };
  /** Whether it is used by fingers. */
  readonly touch: { readonly current: boolean };
  readonly viewport: Viewport;
  readonly hardware: HardwareKeyboard;
  readonly overview: Overview;
  /** Signs in where the address says how, or finds out who is signed in. */
  enter(): Promise<void>;
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
  const time = new ServerTime(clock);
  const client = new ApiClient(time.watching(fetch.bind(window)), () => account.signedOut());
  const account = new Account(client.me, forgetKept, () => arranged);
  const token = takeToken(window);
  const router = new Router(window);
  const signIn = new SignIn(client, (me) => void account.signedIn(me));
  const toasts = new Toasts(clock);
  const settings = new Settings({
    gateway: client,
    store,
    refused: (text, reference, again) => toasts.show(text, reference, again),
  });
  const themes = new Themes(store, settings, toasts);
  const sessions = new Sessions(client);
  const windowStore = storeIn(() => sessionStorage);
  const workspaces = new Workspaces(firstWorkspace(router.route, [windowStore, store]));
  const tabs = new Tabs((key) => terminals.cellsOf(key));
  // A tablet held upright. Not its orientation: a keyboard on the screen would change that.
  const upright = new Media('(pointer: coarse) and (max-width: 1023px)');
  const sideBar = new SideBar(() => upright.current);
  // A phone is one lying on its side, too: wide, but low.
  const phone = new Media('(max-width: 720px), (pointer: coarse) and (max-height: 500px)');
  const touch = new Media('(pointer: coarse)');
  const hardware = new HardwareKeyboard();
  const overview = new Overview(
    () => import('./shell/OverviewSheet.svelte').then((module) => module.default),
    () => toasts.show(m.phone_not_loaded()),
  );
  // Beside asking who is signed in, rather than after it. What the address names is a terminal most of the time.
  if (phone.current) void loadPhone().catch(() => undefined);
  if (router.route.view === 'session') paneOf('terminal')?.catch(() => undefined);
  const live = new Live();
  const connection = { open: openWebSocket, clock, onWake };
  const terminals: Terminals = new Terminals({
    client,
    connection,
    file: async (at, path, cwd) => {
      const core = await files.load(at.workspace);
      const session = sessions.find(at);
      // Where the command began, where its shell is now, and where it started.
      return core.linked(path, [cwd, session?.folder ?? undefined, session?.cwd]);
    },
    options: {
      copyOnSelect: () => settings.get('terminal.copyOnSelect'),
      clipboardWrites: () => settings.get('terminal.clipboardWrites'),
      look: () => ({
        fontSize: settings.get('terminal.fontSize'),
        fontFamily: settings.get('terminal.fontFamily'),
        scrollback: settings.get('terminal.scrollback'),
      }),
      resized: (size) => settings.set('terminal.fontSize', size, 'device'),
      shortcut: (event): boolean => keymap.press(event, { terminal: true, typing: false }),
      said: (text) => toasts.show(text),
      typed: () => follow.stop(),
    },
  });
  let windowNumber: number | undefined;
  const entered = (workspace: string) => {
    sessions.show(workspace);
    settings.enter(workspace);
    for (const place of [windowStore, store]) place.write('workspace', workspace);
    if (windowNumber === undefined) return;
    keeper.open(workspace, windowNumber);
    void keeper.follow();
  };
  const desk: Desk = new Desk(
    client,
    sessions,
    tabs,
    router,
    toasts,
    terminals,
    () => phone.current,
    workspaces,
    entered,
  );
  entered(workspaces.shown);

  const files: Files = new Files(
    () => ({ client, connection, desk, tabs, toasts, store, showTree: () => showTree() }),
    store.read('files.wrap') === true,
  );
  const showTree = () => (phone.current ? router.go({ view: 'files' }) : sideBar.show('files'));

  const people = new People(account);
  const follow = new Follow(people, (at) => desk.open(sessions.find(at) ?? at));
  const presence = new Presence(clock.now);
  const closeGone = () =>
    void closeGoneTabs({ tabs, sessions, toasts, look: client.session, isLinked: (at) => desk.isLinked(at) });
  const keeper = new LayoutKeeper({
    gateway: client,
    store,
    clock,
    tabs,
    sideBar,
    kindOf: (at) => sessions.find(at)?.kind,
    here: () => presence.here,
    taken: closeGone,
  });
  // Who has not moved a hand for so long may be elsewhere: what happens then is told on the other devices too.
  const atHand = () => presence.here && Math.min(hands.idleFor(), clock.now() - presence.since) < 60_000;
  const notices = new Notices({
    client,
    settings,
    sessions,
    toasts,
    desk,
    terminals,
    store,
    clock,
    here: () => presence.here,
    watched: (at) => atHand() && router.route.view === 'session' && tabs.isShown(at),
  });
  const hands = followHands(clock.now, () => notices.looked());

  const signOut = () => {
    // Wanted at once, also where the server can't be told now.
    forgetKept();
    void client.signOut().then(
      () => account.signedOut(),
      (error: Error) => toasts.show(error.message),
    );
  };
  const commands = createCommands({
    desk,
    tabs,
    terminals,
    sideBar,
    router,
    sessions,
    notices,
    touch,
    hardware,
    overview,
    files,
    phone,
    signOut,
  });
  const allCommands = () => [
    ...commands,
    ...followCommands({ people, follow, tabs }),
    ...workspaceCommands({ desk, workspaces }),
    ...themeCommands({ settings, themes, desk }),
  ];
  const keymap: Keymap = new Keymap({
    commands: allCommands,
    rules: () => settings.get('keymap'),
    known: contextKeys,
    look: contextOf({ tabs, terminals, router, sessions, notices, phone, mac }),
    mac,
    clock,
    store,
  });

  // As this window was, beside finding out who is signed in.
  const arrange = async () => {
    const leaving = (left: () => void) => window.addEventListener('pagehide', left);
    windowNumber = await claimWindow(navigator.locks, windowStore, leaving);
    keeper.open(desk.workspaceId, windowNumber);
    desk.arrive();
  };
  const arranged = arrange();

  // A refused connection may mean that nobody is signed in any more; asking who is tells (a 401 leads to signing in).
  const whoIsIt = () => void client.me().catch(() => undefined);
  const newer = new NewerPage({
    own: entryOf(document),
    look: entryOnServer,
    busy: () => hands.idleFor() < 2000 || desk.asked !== undefined || terminals.busy,
    reload: () => location.reload(),
    clock,
    store: windowStore,
  });
  const stream = new LiveStream(
    connection,
    live.events(
      {
        replaceAll(items) {
          sessions.replaceAll(items);
          closeGone();
        },
        put: (item) => sessions.put(item),
        drop: (at) => sessions.drop(at),
      },
      settings,
      {
        ...notices.events,
        presence: (items, all) => people.take(items, all),
        workspaces: (items) => desk.tellWorkspaces(items),
      },
      whoIsIt,
      (at) => tabs.drop([at]),
      (again) => {
        // What a service worker keeps may be opened beside a server that has a newer page already.
        if (again || navigator.serviceWorker?.controller) void newer.check();
        if (again) void keeper.follow();
      },
    ),
  );

  return {
    client,
    account,
    signIn,
    sessions,
    workspaces,
    devices: new Devices(client),
    settings,
    themes,
    theme: new Theme(settings, themes, store),
    language: new Language({
      settings,
      store,
      spoken: firstLocale(store, navigator.languages),
      languages: navigator.languages,
      reload: () => location.reload(),
    }),
    sideBar,
    tabs,
    router,
    live,
    presence,
    notices,
    people,
    follow,
    desk,
    files,
    terminals,
    toasts,
    time,
    newer,
    welcome: new Welcome({ settings, sessions, router }),
    get commands() {
      return allCommands();
    },
    keymap,
    recents: new Recents(store),
    mac,
    phone,
    touch,
    viewport: new Viewport(),
    hardware,
    overview,
    signOut,
    async enter() {
      if (token !== '') await signIn.withLink(token);
      if (account.state === 'unknown') await account.load();
    },
    connect() {
      const uncall = whenIdle(
        () =>
          void import('./whats-new')
            .then(({ tellWhatsNew }) => tellWhatsNew({ store, toasts, router }))
            .catch(() => undefined),
      );
      void desk.load();
      void keeper.follow();
      stream.start();
      const unattend = presence.follow();
      const unfollow = router.follow(() => desk.returned());
      const unkeep = keepLater({ client, sessions, tabs, live });
      return () => {
        uncall();
        unkeep();
        unfollow();
        keeper.stop();
        unattend();
        stream.stop();
      };
    },
  };
}

/** When the page has nothing else to do; nowhere where it could not be opened without a network. */
function keepLater(parts: Parameters<typeof keepScreens>[0]): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  let end: (() => void) | undefined;
  let over = false;
  const callOff = whenIdle(() => {
    void import('./keep-screens')
      .then((module) => {
        if (!over) end = module.keepScreens(parts);
      })
      .catch(() => undefined);
  });
  return () => {
    over = true;
    callOff();
    end?.();
  };
}
