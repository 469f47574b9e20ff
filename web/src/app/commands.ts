import type { SessionRef } from '$api/client';
import type { Command } from '$lib/command';
import { m } from '$lib/messages';
import { canRestart, isAlive } from '$lib/session-state';
import type { TerminalView } from '../features/terminal/terminal-view.svelte';
import type { Services } from './services';
import { tabCommands } from './tab-commands';

/** Everything that can be done on this page, but for what depends on the themes that there are. */
export function createCommands(
  services: Pick<
    Services,
    | 'desk'
    | 'tabs'
    | 'terminals'
    | 'sideBar'
    | 'router'
    | 'sessions'
    | 'phone'
    | 'notices'
    | 'touch'
    | 'hardware'
    | 'overview'
    | 'signOut'
  >,
): Command[] {
  const { desk, tabs, terminals, sideBar, router, sessions, notices, touch, hardware, overview } = services;
  const view = () => (router.route.view === 'settings' ? undefined : terminals.find(tabs.active));
  const session = () => tabs.active && sessions.find(tabs.active);
  const running = () => !!session() && isAlive(session() as NonNullable<ReturnType<typeof session>>);
  const ended = () => !!session() && !running();
  /** The command of a shell that is meant, with the view it is in. */
  const withCommand = (action: (view: TerminalView, number: number) => void) => () => {
    const shown = view();
    const number = shown?.commands.current;
    if (shown && number !== undefined) action(shown, number);
  };
  const marked = () => !!view()?.commands.any;
  const withSession = (action: (at: NonNullable<ReturnType<typeof session>>) => void) => () => {
    const now = session();
    if (now) action(now);
  };

  return [
    {
      id: 'palette',
      title: 'Go to a session or run a command',
      group: 'View',
      key: 'mod+k',
      enabled: () => false,
      run: () => desk.ask('palette'),
    },
    { id: 'new-shell', title: 'New terminal', group: 'Session', key: 'mod+enter', run: () => void desk.openShell() },
    {
      id: 'new-session',
      title: 'New terminal with name, folder, command…',
      group: 'Session',
      run: () => desk.ask('new'),
    },
    ...tabCommands(services),
    {
      id: 'end',
      title: 'End this session…',
      group: 'Session',
      enabled: running,
      run: withSession((at) => desk.actions.end(at)),
    },
    {
      id: 'restart',
      title: 'Restart this session',
      group: 'Session',
      key: 'alt+enter',
      enabled: () => !!session() && canRestart(session() as NonNullable<ReturnType<typeof session>>),
      run: withSession((at) => desk.actions.restart(at)),
    },
    {
      id: 'remove',
      title: 'Remove this session…',
      group: 'Session',
      enabled: ended,
      run: withSession((at) => desk.actions.remove(at)),
    },
    {
      id: 'find',
      title: 'Find in terminal',
      group: 'Terminal',
      key: 'mod+f',
      inTerminal: true,
      enabled: () => !!view(),
      run: () => view()?.find.open(),
    },
    {
      id: 'copy',
      title: 'Copy selection',
      group: 'Terminal',
      key: 'mod+c',
      inTerminal: true,
      enabled: () => !!view(),
      run: () => void view()?.copySelection(),
    },
    {
      id: 'paste',
      title: 'Paste',
      group: 'Terminal',
      enabled: () => !!view(),
      run: () => void view()?.pasteFromClipboard(),
    },
    {
      id: 'select-all',
      title: 'Select all',
      group: 'Terminal',
      enabled: () => !!view(),
      run: () => view()?.selectAll(),
    },
    {
      id: 'previous-command',
      title: 'Go to the previous command',
      group: 'Terminal',
      key: 'mod+arrowup',
      inTerminal: true,
      enabled: marked,
      run: () => view()?.commands.go(-1),
    },
    {
      id: 'next-command',
      title: 'Go to the next command',
      group: 'Terminal',
      key: 'mod+arrowdown',
      inTerminal: true,
      enabled: marked,
      run: () => view()?.commands.go(1),
    },
    {
      id: 'copy-output',
      title: 'Copy the output of this command',
      group: 'Terminal',
      enabled: marked,
      run: withCommand((shown, number) => void shown.commands.copyOutput(number)),
    },
    {
      id: 'select-output',
      title: 'Select the output of this command',
      group: 'Terminal',
      enabled: marked,
      run: withCommand((shown, number) => shown.commands.select(number)),
    },
    {
      id: 'run-again',
      title: 'Run this command again',
      group: 'Terminal',
      enabled: marked,
      run: withCommand((shown, number) => shown.commands.runAgain(number)),
    },
    {
      id: 'play-back',
      title: 'Play this session back',
      group: 'Terminal',
      enabled: () => !!view() && !view()?.playback,
      run: () => view()?.playBack(),
    },
    { id: 'overview', title: m.phone_overview(), group: 'View', run: () => void overview.show() },
    {
      id: 'key-row',
      title: m.phone_show_keys(),
      group: 'View',
      enabled: () => hardware.there && touch.current,
      run: () => hardware.forget(),
    },
    { id: 'focus-list', title: 'Go to the session list', group: 'View', key: 'mod+j', run: () => focusList() },
    {
      id: 'sidebar',
      title: 'Show or hide the session list',
      group: 'View',
      key: 'mod+b',
      run: () => sideBar.toggle(),
    },
    {
      id: 'notifications',
      title: m.notifications_title(),
      group: 'View',
      run: () => desk.ask('notifications'),
    },
    {
      id: 'mute',
      title: m.notifications_mute_active(),
      group: 'Session',
      enabled: () => !!session() && !notices.muted(session() as SessionRef),
      run: withSession((at) => notices.toggleMute(at)),
    },
    {
      id: 'unmute',
      title: m.notifications_unmute_active(),
      group: 'Session',
      enabled: () => !!session() && notices.muted(session() as SessionRef),
      run: withSession((at) => notices.toggleMute(at)),
    },
    { id: 'settings', title: 'Settings', group: 'View', run: () => router.go({ view: 'settings' }) },
    { id: 'keys', title: 'Keys', group: 'View', key: '?', run: () => desk.ask('keys') },
    { id: 'sign-out', title: 'Sign out', group: 'Settings', run: () => services.signOut() },
  ];

  /** The way out of a terminal for those who use the keyboard alone. */
  function focusList(): void {
    if (!sideBar.shown) sideBar.toggle();
    requestAnimationFrame(() => {
      const rows = document.querySelectorAll<HTMLElement>('[data-row]');
      ([...rows].find((row) => row.getAttribute('aria-current') === 'true') ?? rows[0])?.focus();
    });
  }
}
