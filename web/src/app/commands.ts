import type { Command } from '$lib/command';
import { m } from '$lib/messages';
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
    | 'notices'
    | 'touch'
    | 'hardware'
    | 'overview'
    | 'files'
    | 'phone'
    | 'signOut'
  >,
): Command[] {
  const { desk, tabs, terminals, sideBar, router, sessions, notices, touch, hardware, overview, files, phone } =
    services;
  const view = () =>
    router.route.view === 'settings' || router.route.view === 'help' ? undefined : terminals.find(tabs.active);
  const session = () => tabs.active && sessions.find(tabs.active);
  /** The command of a shell that is meant, with the view it is in. */
  const withCommand = (action: (view: TerminalView, number: number) => void) => () => {
    const shown = view();
    const number = shown?.commands.current;
    if (shown && number !== undefined) action(shown, number);
  };
  const withSession = (action: (at: NonNullable<ReturnType<typeof session>>) => void) => () => {
    const now = session();
    if (now) action(now);
  };

  return [
    {
      id: 'palette',
      title: () => m.commands_palette(),
      group: 'view',
      key: 'mod+k',
      unlisted: true,
      run: () => desk.ask('palette'),
    },
    ...fileCommands(),
    {
      id: 'new-shell',
      title: () => m.commands_new_shell(),
      group: 'session',
      key: 'mod+enter',
      run: () => void desk.openShell(),
    },
    {
      id: 'new-session',
      title: () => m.commands_new_session(),
      group: 'session',
      run: () => desk.ask('new'),
    },
    {
      id: 'new-agent',
      title: () => m.commands_new_agent(),
      group: 'session',
      run: () => desk.ask('agent'),
    },
    ...tabCommands(services),
    {
      id: 'end',
      title: () => m.commands_end(),
      group: 'session',
      when: 'sessionAlive',
      run: withSession((at) => desk.actions.end(at)),
    },
    {
      id: 'restart',
      title: () => m.commands_restart(),
      group: 'session',
      key: 'alt+enter',
      when: 'sessionRestartable',
      run: withSession((at) => desk.actions.restart(at)),
    },
    {
      id: 'remove',
      title: () => m.commands_remove(),
      group: 'session',
      when: 'sessionEnded',
      run: withSession((at) => desk.actions.remove(at)),
    },
    {
      id: 'find',
      title: () => m.commands_find(),
      group: 'terminal',
      key: 'mod+f',
      keyWhen: 'terminalFocus',
      when: 'terminalOpen',
      run: () => view()?.find.open(),
    },
    {
      id: 'copy',
      title: () => m.commands_copy(),
      group: 'terminal',
      key: 'mod+c',
      keyWhen: 'terminalFocus',
      when: 'terminalOpen',
      run: () => void view()?.copySelection(),
    },
    {
      id: 'paste',
      title: () => m.commands_paste(),
      group: 'terminal',
      when: 'terminalOpen',
      run: () => void view()?.pasteFromClipboard(),
    },
    {
      id: 'select-all',
      title: () => m.commands_select_all(),
      group: 'terminal',
      when: 'terminalOpen',
      run: () => view()?.selectAll(),
    },
    {
      id: 'previous-command',
      title: () => m.commands_previous_command(),
      group: 'terminal',
      key: 'mod+up',
      keyWhen: 'terminalFocus',
      when: 'commandMarked',
      run: () => view()?.commands.go(-1),
    },
    {
      id: 'next-command',
      title: () => m.commands_next_command(),
      group: 'terminal',
      key: 'mod+down',
      keyWhen: 'terminalFocus',
      when: 'commandMarked',
      run: () => view()?.commands.go(1),
    },
    {
      id: 'copy-output',
      title: () => m.commands_copy_output(),
      group: 'terminal',
      when: 'commandMarked',
      run: withCommand((shown, number) => void shown.commands.copyOutput(number)),
    },
    {
      id: 'select-output',
      title: () => m.commands_select_output(),
      group: 'terminal',
      when: 'commandMarked',
      run: withCommand((shown, number) => shown.commands.select(number)),
    },
    {
      id: 'run-again',
      title: () => m.commands_run_again(),
      group: 'terminal',
      when: 'commandMarked',
      run: withCommand((shown, number) => shown.commands.runAgain(number)),
    },
    {
      id: 'play-back',
      title: () => m.commands_play_back(),
      group: 'terminal',
      when: 'terminalOpen && !playback',
      run: () => view()?.playBack(),
    },
    { id: 'overview', title: () => m.phone_overview(), group: 'view', run: () => void overview.show() },
    {
      id: 'key-row',
      title: () => m.phone_show_keys(),
      group: 'view',
      enabled: () => hardware.there && touch.current,
      run: () => hardware.forget(),
    },
    { id: 'focus-list', title: () => m.commands_focus_list(), group: 'view', key: 'mod+j', run: () => focusList() },
    {
      id: 'sidebar',
      title: () => m.commands_sidebar(),
      group: 'view',
      key: 'mod+b',
      run: () => sideBar.toggle(),
    },
    {
      id: 'notifications',
      title: () => m.notifications_title(),
      group: 'view',
      run: () => desk.ask('notifications'),
    },
    {
      id: 'mute',
      title: () => m.notifications_mute_active(),
      group: 'session',
      when: 'sessionOpen && !sessionMuted',
      run: withSession((at) => notices.toggleMute(at)),
    },
    {
      id: 'unmute',
      title: () => m.notifications_unmute_active(),
      group: 'session',
      when: 'sessionMuted',
      run: withSession((at) => notices.toggleMute(at)),
    },
    { id: 'settings', title: () => m.commands_settings(), group: 'view', run: () => router.go({ view: 'settings' }) },
    { id: 'help', title: () => m.help_title(), group: 'view', run: () => router.go({ view: 'help' }) },
    {
      id: 'change-keys',
      title: () => m.commands_change_keys(),
      group: 'settings',
      run: () => router.go({ view: 'settings', page: 'keys' }),
    },
    {
      id: 'keys',
      title: () => m.commands_keys(),
      group: 'view',
      key: '?',
      keyWhen: '!terminalFocus && !textInputFocus',
      run: () => desk.ask('keys'),
    },
    { id: 'sign-out', title: () => m.commands_sign_out(), group: 'settings', run: () => services.signOut() },
  ];

  function fileCommands(): Command[] {
    return [
      {
        id: 'quick-open',
        title: () => m.commands_quick_open(),
        group: 'view',
        key: 'mod+p',
        run: () => desk.ask('files'),
      },
      {
        id: 'files',
        title: () => m.commands_files(),
        group: 'view',
        run: () => showView('files'),
      },
      {
        id: 'search-files',
        title: () => m.commands_search_files(),
        group: 'view',
        run: () => showView('search'),
      },
      {
        id: 'save-file',
        title: () => m.commands_save_file(),
        group: 'view',
        key: 'mod+s',
        keyWhen: '!terminalFocus',
        when: 'fileOpen',
        run: () => files.save(),
      },
      {
        id: 'reveal-file',
        title: () => m.commands_reveal_file(),
        group: 'view',
        when: 'fileOpen',
        run: () => files.reveal(),
      },
      {
        id: 'line-origin',
        title: () => m.editor_origin(),
        group: 'view',
        when: 'fileOpen',
        run: () => files.askOrigin(),
      },
    ];
  }

  function showView(view: 'files' | 'search'): void {
    if (phone.current) router.go(view === 'files' ? { view } : { view: 'files', search: true });
    else sideBar.show(view);
  }

  /** The way out of a terminal for those who use the keyboard alone. */
  function focusList(): void {
    if (!sideBar.shown) sideBar.toggle();
    requestAnimationFrame(() => {
      const rows = document.querySelectorAll<HTMLElement>('[data-row]');
      ([...rows].find((row) => row.getAttribute('aria-current') === 'true') ?? rows[0])?.focus();
    });
  }
}
