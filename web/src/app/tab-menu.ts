import type { MenuItem } from '$ui/menu';
import { canRestart, isAlive } from '$lib/session-state';
import type { Tab } from './layout/tree';
import type { Services } from './services';

/** What can be done with a tab. */
export function tabMenu(
  { tabs, desk, sessions, notices }: Pick<Services, 'tabs' | 'desk' | 'sessions' | 'notices'>,
  tab: Tab,
): readonly MenuItem[] {
  const session = sessions.find(tab);
  const alone = (tabs.groupOf(tab)?.tabs.length ?? 1) === 1;
  const why = alone ? 'No other tab here' : undefined;
  const toSide = (side: 'right' | 'bottom') => () => desk.openBeside(tab, side);
  return [
    { id: 'close', label: 'Close', icon: 'close', run: () => tabs.close(tab) },
    { id: 'close-others', label: 'Close others', unavailable: why, run: () => tabs.closeOthers(tab) },
    { id: 'close-all', label: 'Close all here', run: () => tabs.closeGroup(tab) },
    {
      id: 'right',
      label: 'Move to the right',
      icon: 'splitRight',
      unavailable: why,
      run: toSide('right'),
    },
    { id: 'below', label: 'Move below', icon: 'splitBelow', unavailable: why, run: toSide('bottom') },
    { id: 'window', label: 'Open in a new browser tab', icon: 'window', run: () => desk.openWindow(tab) },
    notices.muteItem(tab),
    ...(session && canRestart(session)
      ? [{ id: 'restart', label: 'Restart', icon: 'restart' as const, run: () => desk.actions.restart(session) }]
      : []),
    ...(session && isAlive(session)
      ? [{ id: 'end', label: 'End…', icon: 'stop' as const, danger: true, run: () => desk.actions.end(session) }]
      : []),
  ];
}
