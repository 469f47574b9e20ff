import type { Store } from '$lib/storage';

/** The tabs as a page before 0.2 remembered them, as a layout; undefined when there were none. */
export function legacyLayout(store: Store, workspace: string): unknown {
  const { items, active } = (store.read('tabs') ?? {}) as { items?: unknown; active?: { id?: unknown } };
  const { sidebarShown, sidebarWidth } = (store.read('layout') ?? {}) as Record<string, unknown>;
  if (!Array.isArray(items) || items.length === 0) return undefined;
  // It knew terminals alone.
  const tabs = (items as { workspace?: unknown; id?: unknown }[])
    .filter((tab) => tab?.workspace === workspace)
    .map((tab) => ({ session: tab.id, kind: 'terminal' }));
  return {
    sideBar: { shown: sidebarShown, width: sidebarWidth },
    root: { group: { id: 1, tabs, active: active?.id } },
    active: 1,
  };
}
