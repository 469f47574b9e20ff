import type { Command } from '$lib/command';
import { m } from '$lib/messages';
import type { Side } from './layout/tree';
import type { Services } from './services';

const sides: readonly { side: Side; key: string; go: () => string; move: () => string }[] = [
  { side: 'left', key: 'left', go: () => m.commands_pane_left(), move: () => m.commands_move_tab_left() },
  { side: 'right', key: 'right', go: () => m.commands_pane_right(), move: () => m.commands_move_tab_right() },
  { side: 'top', key: 'up', go: () => m.commands_pane_top(), move: () => m.commands_move_tab_top() },
  { side: 'bottom', key: 'down', go: () => m.commands_pane_bottom(), move: () => m.commands_move_tab_bottom() },
];

/** What can be done with tabs and the panes that they are in. */
export function tabCommands({ desk, tabs }: Pick<Services, 'desk' | 'tabs'>): Command[] {
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
      title: () => m.commands_next_tab(),
      group: 'view',
      key: 'alt+pagedown',
      when: 'severalTabs',
      run: () => desk.step(1),
    },
    {
      id: 'previous-tab',
      title: () => m.commands_previous_tab(),
      group: 'view',
      key: 'alt+pageup',
      when: 'severalTabs',
      run: () => desk.step(-1),
    },
    {
      id: 'close-tab',
      title: () => m.commands_close_tab(),
      group: 'view',
      key: 'mod+alt+w',
      when: 'tabOpen',
      run: () => tabs.active && tabs.close(tabs.active),
    },
    {
      id: 'close-other-tabs',
      title: () => m.commands_close_other_tabs(),
      group: 'view',
      when: 'severalTabsInPane',
      run: () => tabs.active && tabs.closeOthers(tabs.active),
    },
    {
      id: 'reopen-tab',
      title: () => m.commands_reopen_tab(),
      group: 'view',
      key: 'mod+alt+z',
      when: 'closedTab',
      run: () => desk.reopen(),
    },
    {
      id: 'open-in-browser-tab',
      title: () => m.commands_open_in_browser_tab(),
      group: 'view',
      when: 'tabOpen && !phone',
      run: () => tabs.active && desk.openWindow(tabs.active),
    },
    {
      id: 'new-shell-right',
      title: () => m.commands_new_shell_right(),
      group: 'session',
      key: 'mod+e',
      when: 'tabOpen && !phone',
      run: () => void desk.openShell('right'),
    },
    {
      id: 'new-shell-below',
      title: () => m.commands_new_shell_below(),
      group: 'session',
      key: 'mod+o',
      when: 'tabOpen && !phone',
      run: () => void desk.openShell('bottom'),
    },
    {
      id: 'next-pane',
      title: () => m.commands_next_pane(),
      group: 'view',
      key: 'alt+end',
      when: 'severalPanes',
      run: () => step(1),
    },
    {
      id: 'previous-pane',
      title: () => m.commands_previous_pane(),
      group: 'view',
      key: 'alt+home',
      when: 'severalPanes',
      run: () => step(-1),
    },
    ...sides.map(({ side, key, go }): Command => ({
      id: `pane-${side}`,
      title: go,
      group: 'view',
      key: `mod+alt+${key}`,
      when: 'severalPanes',
      enabled: () => tabs.beside(side) !== undefined,
      run: () => {
        const group = tabs.beside(side);
        if (group) tabs.focus(group.id);
      },
    })),
    ...sides.map(({ side, move }): Command => ({
      id: `move-tab-${side}`,
      title: move,
      group: 'view',
      when: 'tabOpen && !phone',
      enabled: () => tabs.canMoveTo(side),
      run: () => tabs.moveTo(side),
    })),
    {
      id: 'maximise-pane',
      title: () => m.commands_maximise_pane(),
      group: 'view',
      key: 'mod+x',
      keyWhen: 'terminalFocus',
      when: 'severalPanes',
      run: () => tabs.toggleMaximised(),
    },
  ];
}
