import type { SessionRef } from '$api/client';
import type { Component } from 'svelte';
import { ownFont } from '../features/terminal/look';

/** What every pane is given. */
export interface PaneProps {
  readonly at: SessionRef;
  /** Whether it is seen. One that isn't may be kept as it is, to be seen again at once. */
  readonly shown: boolean;
  /** Whether the keyboard is meant for it. */
  readonly attended: boolean;
  readonly phone: boolean;
}

type Load = () => Promise<{ default: Component<PaneProps> }>;

/** What shows each kind of session. A kind brings its pane by a line here; its code is loaded when one is first shown. */
const kinds: Readonly<Record<string, Load>> = {
  agent: async () => (await import('./agent-pane')).agentPane(),
  file: () => import('./shell/FileTab.svelte'),
  terminal: () => {
    // What draws it, and in which letters, is needed as soon as the pane is there: all are asked for at once.
    void import('../features/terminal/emulator').catch(() => undefined);
    if ('fonts' in document) void document.fonts.load(`13px ${ownFont}`).catch(() => undefined);
    return import('./shell/TerminalTab.svelte');
  },
};

const loaded = new Map<string, Promise<Component<PaneProps>>>();

/** The pane of a kind; undefined when this page has none. */
export function paneOf(kind: string): Promise<Component<PaneProps>> | undefined {
  const load = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!load) return undefined;
  let pane = loaded.get(kind);
  if (!pane) {
    pane = load().then((module) => module.default);
    loaded.set(kind, pane);
    // What could not be loaded is asked for again the next time.
    pane.catch(() => loaded.delete(kind));
  }
  return pane;
}
