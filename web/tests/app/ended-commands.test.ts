import type { SessionInfo } from '$api/types';
import { Toasts } from '$ui/toasts.svelte';
import type { Changes } from '../../src/features/settings/settings.svelte';
import { describe, expect, it, vi } from 'vitest';
import { createCommandNews, newsOf } from '../../src/app/command-news';
import { EndedCommands } from '../../src/app/ended-commands.svelte';
import type { SystemNotices } from '../../src/app/system-notices';
import { FakeClock } from '../support/fake-clock';
import { aLayer, someSettings } from '../support/settings';
import { aSession } from '../support/sessions';

function ran(second: number, changes: Partial<NonNullable<SessionInfo['lastCommand']>> = {}, id = 'a'): SessionInfo {
  const lastCommand = {
    number: second,
    command: 'make test',
    exitCode: 1,
    durationMs: 18_000,
    endedAt: `2026-11-22T10:00:${String(second).padStart(2, '0')}Z`,
    ...changes,
  };
  return aSession({ id, name: 'build', lastCommand });
}

function page({ kept = {} as Changes, permission = 'granted' as SystemNotices['permission'] } = {}) {
  const state = { here: true, watched: '' };
  const toasts = new Toasts(new FakeClock());
  const shown: string[] = [];
  const notices: SystemNotices = {
    permission,
    ask: vi.fn(() => Promise.resolve(true)),
    show: ({ title, body }) => shown.push(`${title} | ${body}`),
  };
  const { settings } = someSettings({ said: [aLayer('device', kept)] });
  const open = vi.fn();
  const ended = new EndedCommands({
    threshold: () => settings.get('notifications.longCommand') * 1000 || undefined,
    watched: (at) => state.here && state.watched === at.id,
    pageSeen: () => state.here,
    ...createCommandNews({ toasts, notices, settings, open }),
  });
  ended.take(aSession({ id: 'a' }));
  return { ended, state, toasts, shown, notices, settings, open };
}

const at = { workspace: 'default', id: 'a' };

describe('a long command that ends', () => {
  it('in a tab that is not looked at is said, and marked until it is looked at', () => {
    const { ended, toasts, state, open } = page();
    ended.take(ran(1));
    expect(toasts.items).toMatchObject([{ tone: 'fail', title: 'build', text: 'make test: exit 1 after 18 s' }]);
    expect(newsOf(ended, at)).toEqual({ text: 'make test: exit 1 after 18 s', failed: true });
    toasts.items[0]?.actions?.[0]?.run();
    expect(open).toHaveBeenCalledWith(at);

    state.watched = 'a';
    ended.looked();
    expect(ended.count).toBe(0);
  });

  it('before one’s eyes is no news', () => {
    const { ended, toasts, state } = page();
    state.watched = 'a';
    ended.take(ran(1));

    expect([ended.count, toasts.items.length]).toEqual([0, 0]);
  });

  it('while the page is away is said outside of it, and on it once one is back', () => {
    const { ended, toasts, state, shown } = page({ kept: { 'notifications.system': true } });
    state.here = false;
    ended.take(ran(1, { exitCode: 0 }));
    expect(shown).toEqual(['build: done | make test: done after 18 s']);
    expect(toasts.items).toEqual([]);

    state.here = true;
    ended.looked();
    expect(toasts.items).toMatchObject([{ tone: 'done' }]);
    expect(ended.count).toBe(1);
    ended.looked();
    expect(toasts.items).toHaveLength(1);
  });

  it('is not said outside without a wish for it', () => {
    const { ended, state, shown } = page();
    state.here = false;
    ended.take(ran(1));

    expect(shown).toEqual([]);
  });

  it('offers to be said outside, only to those who were never asked, and asks only then', async () => {
    const asked = page({ permission: 'granted' });
    asked.ended.take(ran(1));
    expect(asked.toasts.items[0]?.actions?.map(({ label }) => label)).toEqual(['Show']);

    const { ended, toasts, notices, settings } = page({ permission: 'unknown' });
    ended.take(ran(1));
    expect(notices.ask).not.toHaveBeenCalled();
    toasts.items[0]?.actions?.[1]?.run();
    await vi.waitFor(() => expect(settings.get('notifications.system')).toBe(true));
  });

  it('is told by what the shell said, made fit to be shown', () => {
    const { ended, toasts } = page();
    ended.take(ran(1, { command: 'echo \u202e evil\n', exitCode: null }));
    expect(toasts.items[0]?.text).toBe('echo evil: ended after 18 s');
    ended.take(ran(2, { command: null, exitCode: 0 }));
    expect(toasts.items[1]?.text).toBe('A command: done after 18 s');
  });
});

describe('what is not news', () => {
  it('is a short command, or any when one wants none', () => {
    const { ended, settings } = page();
    ended.take(ran(1, { durationMs: 9_999 }));
    settings.set('notifications.longCommand', 0);
    ended.take(ran(2));

    expect(ended.count).toBe(0);
  });

  it('is what ended before the page knew the session', () => {
    const { ended } = page();
    ended.take(ran(1, {}, 'other'));

    expect(ended.count).toBe(0);
  });

  it('is the same once more', () => {
    const { ended, toasts } = page();
    ended.take(ran(1));
    ended.take(ran(1));

    expect(toasts.items).toHaveLength(1);
  });

  it('is what a removed session did', () => {
    const { ended } = page();
    ended.take(ran(1));
    ended.drop(at);

    expect(ended.count).toBe(0);
  });
});
