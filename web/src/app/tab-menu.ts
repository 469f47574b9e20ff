import { m } from '$lib/messages';
import type { MenuItem } from '$ui/menu';
import { canRestart, isAlive } from '$lib/session-state';
import { conversationItems } from './conversation-menu';
import { pathOfTab } from './layout/file-tab';
import type { Tab } from './layout/tree';
import type { Services } from './services';

/** What can be done with a tab. */
export function tabMenu(
  services: Pick<Services, 'tabs' | 'desk' | 'sessions' | 'notices' | 'files' | 'client' | 'toasts'>,
  tab: Tab,
): readonly MenuItem[] {
  const { tabs, desk, sessions, notices, files } = services;
  const session = sessions.find(tab);
  const path = pathOfTab(tab);
  const alone = (tabs.groupOf(tab)?.tabs.length ?? 1) === 1;
  const why = alone ? m.frame_tab_alone() : undefined;
  const toSide = (side: 'right' | 'bottom') => () => desk.openBeside(tab, side);
  return [
    { id: 'close', label: m.common_close(), icon: 'close', run: () => tabs.close(tab) },
    { id: 'close-others', label: m.frame_close_others(), unavailable: why, run: () => tabs.closeOthers(tab) },
    { id: 'close-all', label: m.frame_close_all(), run: () => tabs.closeGroup(tab) },
    {
      id: 'right',
      label: m.frame_move_right(),
      icon: 'splitRight',
      unavailable: why,
      run: toSide('right'),
    },
    { id: 'below', label: m.frame_move_below(), icon: 'splitBelow', unavailable: why, run: toSide('bottom') },
    { id: 'window', label: m.frame_open_window(), icon: 'window', run: () => desk.openWindow(tab) },
    ...(path === undefined
      ? ofSession()
      : [{ id: 'reveal', label: m.frame_reveal(), run: () => files.use((core) => core.reveal(path)) }]),
  ];

  function ofSession(): readonly MenuItem[] {
    return [
      ...(session?.kind === 'agent'
        ? []
        : [
            {
              id: 'play',
              label: m.sessions_play_back(),
              icon: 'history' as const,
              run: () => desk.actions.playBack(tab),
            },
          ]),
      notices.muteItem(tab),
      ...conversationItems(services, session),
      ...(session && canRestart(session)
        ? [
            {
              id: 'restart',
              label: m.sessions_restart(),
              icon: 'restart' as const,
              run: () => desk.actions.restart(session),
            },
          ]
        : []),
      ...(session && isAlive(session)
        ? [
            {
              id: 'end',
              label: m.sessions_end(),
              icon: 'stop' as const,
              danger: true,
              run: () => desk.actions.end(session),
            },
          ]
        : []),
    ];
  }
}
