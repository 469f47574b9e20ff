import type { SessionRef } from '$api/client';
import type { SessionInfo } from '$api/types';
import { m } from '$lib/messages';
import type { Toasts } from '$ui/toasts.svelte';
import type { Sessions } from '../../features/sessions/sessions.svelte';
import type { Tabs } from '../tabs.svelte';

export interface GoneTabsOptions {
  readonly tabs: Tabs;
  readonly sessions: Sessions;
  readonly toasts: Toasts;
  /** Asks for one that the list lacks: it may be newer than the list. */
  look(at: SessionRef): Promise<SessionInfo>;
  /** A tab that stands for an address says in its own place that there is no such session. */
  isLinked(at: SessionRef): boolean;
}

/** Closes the tabs of sessions that were removed while this window didn't look, and says so once. */
export async function closeGoneTabs({ tabs, sessions, toasts, look, isLinked }: GoneTabsOptions): Promise<void> {
  if (!sessions.loaded) return;
  const missing = tabs.items.filter((tab) => tab.kind !== 'file' && !sessions.find(tab) && !isLinked(tab));
  const answers = await Promise.all(
    missing.map((tab) =>
      look(tab).then(
        () => false,
        (error: { status?: number }) => error.status === 404,
      ),
    ),
  );
  const gone = missing.filter((tab, i) => answers[i] && tabs.has(tab) && !sessions.find(tab));
  if (gone.length === 0) return;
  tabs.drop(gone);
  toasts.tell({ tone: 'done', text: m.frame_tabs_gone({ count: gone.length }) });
}
