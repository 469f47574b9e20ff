import type { WorkspaceInfo } from '$api/types';
import { Toasts } from '$ui/toasts.svelte';
import { describe, expect, it, vi } from 'vitest';
import { Desk } from '../../src/app/desk.svelte';
import { Router } from '../../src/app/router.svelte';
import { showStarted } from '../../src/app/start-preset';
import { Tabs } from '../../src/app/tabs.svelte';
import { Sessions } from '../../src/features/sessions/sessions.svelte';
import { Workspaces } from '../../src/features/workspaces/workspaces.svelte';
import { FakeClock } from '../support/fake-clock';
import { aSession } from '../support/sessions';

const home: WorkspaceInfo = { id: 'default', name: 'Home', environment: 'e', folder: '/home/ana' };
const shop: WorkspaceInfo = { ...home, id: 'shop-1', name: 'Shop' };
const before = aSession({ id: 'before' });
const anew = aSession({ id: 'anew' });
const elsewhere = aSession({ id: 'elsewhere', workspace: shop.id });

function started() {
  history.replaceState(null, '', '/');
  const [sessions, tabs, router] = [new Sessions({} as never), new Tabs(), new Router(window)];
  const toasts = new Toasts(new FakeClock());
  const workspaces = new Workspaces(home.id);
  workspaces.take([home, shop]);
  const terminals = { sizeAt: () => ({ cols: 90, rows: 20 }), find: () => ({ activate: vi.fn() }), playBack: vi.fn() };
  const list = () => Promise.resolve([home, shop]);
  const nothing = { root: undefined, active: undefined, maximised: undefined };
  const entered = (workspace: string) => tabs.restore(nothing, workspace);
  const desk = new Desk(
    { workspaces: list },
    sessions,
    tabs,
    router,
    toasts,
    terminals,
    () => false,
    workspaces,
    entered,
  );
  for (const session of [before, elsewhere]) sessions.put(session);
  desk.arrive();
  desk.open(before);
  const layout = {
    sideBar: { shown: true, width: 248 },
    root: { group: { id: 1, tabs: [{ session: anew.id, kind: 'terminal' }], active: anew.id } },
    active: 1,
  };
  const preset = { id: 'p', name: 'Work', savedAt: '2026-11-22T10:00:00Z', sessions: [] };
  showStarted({ desk, tabs, sessions, toasts, workspaces }, home.id, preset, { sessions: [anew], layout });
  const back = () => toasts.items[0]?.actions?.[0]?.run();
  return { desk, tabs, workspaces, back };
}

describe('what a preset started', () => {
  it('takes the place of what was shown, which can be shown again', () => {
    const { tabs, back } = started();
    expect(tabs.active?.id).toBe('anew');
    back();
    expect(tabs.active?.id).toBe('before');
  });

  it('goes back in its own workspace, whichever is shown by then', () => {
    const { desk, tabs, back } = started();
    desk.goTo(shop.id);
    desk.open(elsewhere);
    back();
    expect(desk.workspaceId).toBe(home.id);
    expect(tabs.items.map(({ id }) => id)).toEqual(['before']);
  });

  it('leaves another workspace as it is when its own is gone', () => {
    const { desk, tabs, workspaces, back } = started();
    desk.goTo(shop.id);
    desk.open(elsewhere);
    workspaces.take([shop]);
    back();
    expect(desk.workspaceId).toBe(shop.id);
    expect(tabs.active?.id).toBe('elsewhere');
  });
});
