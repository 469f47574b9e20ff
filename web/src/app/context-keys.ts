import { canRestart, isAlive } from '$lib/session-state';
import type { Known, Look } from '$lib/when';
import type { Services } from './services';

/** What a when-clause can ask for. */
export const contextKeys = {
  /** A terminal has the keyboard. */
  terminalFocus: true,
  terminalTextSelected: true,
  /** A field of the page has the keyboard. */
  textInputFocus: true,
  view: ['home', 'session', 'files', 'settings', 'help'],
  sessionOpen: true,
  sessionAlive: true,
  sessionEnded: true,
  sessionRestartable: true,
  sessionMuted: true,
  terminalOpen: true,
  /** The terminal knows commands of its shell. */
  commandMarked: true,
  playback: true,
  /** A file is in front. */
  fileOpen: true,
  tabOpen: true,
  severalTabs: true,
  severalTabsInPane: true,
  severalPanes: true,
  /** One that can be opened again. */
  closedTab: true,
  phone: true,
  mac: true,
} as const satisfies Known;

type Values = { [Key in keyof typeof contextKeys]: () => (typeof contextKeys)[Key] extends true ? boolean : string };

/** How things are, where the keyboard is. */
export function contextOf({
  tabs,
  terminals,
  router,
  sessions,
  notices,
  phone,
  mac,
}: Pick<Services, 'tabs' | 'terminals' | 'router' | 'sessions' | 'notices' | 'phone' | 'mac'>): (focus: {
  terminal: boolean;
  typing: boolean;
}) => Look {
  const session = () => tabs.active && sessions.find(tabs.active);
  const covered = () => router.route.view === 'settings' || router.route.view === 'help';
  const terminal = () => (covered() ? undefined : terminals.find(tabs.active));
  return (focus) => {
    const values: Values = {
      terminalFocus: () => focus.terminal,
      terminalTextSelected: () => terminal()?.selected ?? false,
      textInputFocus: () => focus.typing,
      view: () => router.route.view,
      sessionOpen: () => session() !== undefined,
      sessionAlive: () => is(session(), isAlive),
      sessionEnded: () => is(session(), (one) => !isAlive(one)),
      sessionRestartable: () => is(session(), canRestart),
      sessionMuted: () => is(session(), (one) => notices.muted(one)),
      terminalOpen: () => terminal() !== undefined,
      commandMarked: () => terminal()?.commands.any ?? false,
      playback: () => terminal()?.playback !== undefined,
      fileOpen: () => !covered() && tabs.active?.kind === 'file',
      tabOpen: () => tabs.active !== undefined,
      severalTabs: () => tabs.items.length > 1,
      severalTabsInPane: () => (tabs.activeGroup?.tabs.length ?? 0) > 1,
      severalPanes: () => tabs.groups.length > 1 && !phone.current,
      closedTab: () => tabs.canReopen,
      phone: () => phone.current,
      mac: () => mac,
    };
    return (key) => (Object.hasOwn(values, key) ? values[key as keyof Values]() : false);
  };
}

function is<Thing>(thing: Thing | undefined, so: (thing: Thing) => boolean): boolean {
  return thing !== undefined && so(thing);
}
