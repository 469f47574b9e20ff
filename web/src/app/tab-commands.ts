import type { Command } from '$lib/command';
import type { Side } from './layout/tree';
import type { Services } from './services';

const sides: readonly { side: Side; word: string; key: string }[] = [
  { side: 'left', word: 'on the left', key: 'arrowleft' },
  { side: 'right', word: 'on the right', key: 'arrowright' },
  { side: 'top', word: 'above', key: 'arrowup' },
  { side: 'bottom', word: 'below', key: 'arrowdown' },
];

/** What can be done with tabs and the panes that they are in. */
export function tabCommands({ desk, tabs, phone }: Pick<Services, 'desk' | 'tabs' | 'phone'>): Command[] {
  const several = () => tabs.groups.length > 1 && !phone.current;
  const wide = () => !phone.current && tabs.active !== undefined;
  const active = () => tabs.active !== undefined;
  const crowded = () => (tabs.activeGroup?.tabs.length ?? 0) > 1;
  /** The panes in reading order, round and round. */
  const step = (by: number) => {
    const { groups, activeGroup } = tabs;
    const index = groups.findIndex(({ id }) => id === activeGroup?.id);
    const next = groups[(index + by + groups.length) % groups.length];
    if (next) tabs.focus(next.id);
  };

  return [
    {
      id: 'next-tab',
      title: 'Next tab',
      group: 'View',
      key: 'alt+pagedown',
      enabled: () => tabs.items.length > 1,
      run: () => desk.step(1),
    },
    {
      id: 'previous-tab',
      title: 'Previous tab',
      group: 'View',
      key: 'alt+pageup',
      enabled: () => tabs.items.length > 1,
      run: () => desk.step(-1),
    },
    {
      id: 'close-tab',
      title: 'Close tab',
      group: 'View',
      key: 'mod+alt+w',
      enabled: active,
      run: () => tabs.active && tabs.close(tabs.active),
    },
    {
      id: 'close-other-tabs',
      title: 'Close other tabs of this pane',
      group: 'View',
      enabled: crowded,
      run: () => tabs.active && tabs.closeOthers(tabs.active),
    },
    {
      id: 'reopen-tab',
      title: 'Open the closed tab again',
      group: 'View',
      key: 'mod+alt+z',
      enabled: () => tabs.canReopen,
      run: () => desk.reopen(),
    },
    {
      id: 'open-in-browser-tab',
      title: 'Open this session in a new browser tab',
      group: 'View',
      enabled: wide,
      run: () => tabs.active && desk.openWindow(tabs.active),
    },
    {
      id: 'new-shell-right',
      title: 'New terminal on the right',
      group: 'Session',
      key: 'mod+e',
      enabled: wide,
      run: () => void desk.openShell('right'),
    },
    {
      id: 'new-shell-below',
      title: 'New terminal below',
      group: 'Session',
      key: 'mod+o',
      enabled: wide,
      run: () => void desk.openShell('bottom'),
    },
    {
      id: 'next-pane',
      title: 'Next pane',
      group: 'View',
      key: 'alt+end',
      enabled: several,
      run: () => step(1),
    },
    {
      id: 'previous-pane',
      title: 'Previous pane',
      group: 'View',
      key: 'alt+home',
      enabled: several,
      run: () => step(-1),
    },
    ...sides.map(({ side, word, key }) => ({
      id: `pane-${side}`,
      title: `Go to the pane ${word}`,
      group: 'View',
      key: `mod+alt+${key}`,
      enabled: () => several() && tabs.beside(side) !== undefined,
      run: () => {
        const group = tabs.beside(side);
        if (group) tabs.focus(group.id);
      },
    })),
    ...sides.map(({ side, word }) => ({
      id: `move-tab-${side}`,
      title: `Move this tab to the pane ${word}`,
      group: 'View',
      enabled: () => wide() && tabs.canMoveTo(side),
      run: () => tabs.moveTo(side),
    })),
    {
      id: 'maximise-pane',
      title: 'Maximise this pane, or show all',
      group: 'View',
      key: 'mod+x',
      inTerminal: true,
      enabled: several,
      run: () => tabs.toggleMaximised(),
    },
  ];
}
