import { Toasts } from '$ui/toasts.svelte';
import { ApiError } from '$api/problem';
import { describe, expect, it, vi } from 'vitest';
import { closeGoneTabs } from '../../../src/app/layout/gone-tabs';
import { Tabs } from '../../../src/app/tabs.svelte';
import { Sessions, type SessionGateway } from '../../../src/features/sessions/sessions.svelte';
import { FakeClock } from '../../support/fake-clock';
import { aSession } from '../../support/sessions';
import { drawn, tab } from '../../support/trees';

const gone = () => Promise.reject(new ApiError(404, 'session.not-found', 'Gone.'));

function arranged(look: (at: { id: string }) => Promise<never> | ReturnType<typeof gone>, linked = '') {
  const tabs = new Tabs();
  for (const id of ['here', 'removed', 'also']) tabs.open(tab(id));
  const sessions = new Sessions({} as SessionGateway);
  const toasts = new Toasts(new FakeClock());
  const options = { tabs, sessions, toasts, look, isLinked: ({ id }: { id: string }) => id === linked };
  return { ...options, check: () => closeGoneTabs(options), shown: () => drawn(tabs.arrangement.root) };
}

describe('tabs of sessions that are gone', () => {
  it('are closed once the list is there, which is said once', async () => {
    const { check, sessions, shown, toasts, tabs } = arranged(gone);
    await check();
    expect(shown()).toBe('here removed also*');
    sessions.replaceAll([aSession({ id: 'here' })]);
    await check();
    await check();

    expect(shown()).toBe('here*');
    expect(toasts.items.map(({ text }) => text)).toEqual(['2 tabs were closed: their sessions are gone.']);
    expect(tabs.canReopen).toBe(false);
  });

  it('stay when only the list lacks them, or nobody can say', async () => {
    const known = vi.fn(() => Promise.resolve() as Promise<never>);
    const newer = arranged(known);
    newer.sessions.replaceAll([aSession({ id: 'here' })]);
    await newer.check();
    expect(known).toHaveBeenCalledTimes(2);
    expect(newer.shown()).toBe('here removed also*');

    const cut = arranged(() => Promise.reject(ApiError.unreachable()));
    cut.sessions.replaceAll([]);
    await cut.check();
    expect(cut.shown()).toBe('here removed also*');
  });

  it('stay when an address led to them: they say it in their place', async () => {
    const { check, sessions, shown, toasts } = arranged(gone, 'also');
    sessions.replaceAll([aSession({ id: 'here' })]);
    await check();

    expect(shown()).toBe('here also*');
    expect(toasts.items.map(({ text }) => text)).toEqual(['1 tab was closed: its session is gone.']);
  });
});
