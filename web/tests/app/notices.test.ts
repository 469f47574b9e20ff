import { Toasts } from '$ui/toasts.svelte';
import { expect, it, vi } from 'vitest';
import type { Desk } from '../../src/app/desk.svelte';
import { Notices } from '../../src/app/notices.svelte';
import { Terminals } from '../../src/app/terminals';
import { Sessions } from '../../src/features/sessions/sessions.svelte';
import { FakeClock } from '../support/fake-clock';
import { memoryStore } from '../support/memory-store';
import { anEndedCommand, aNotification } from '../support/notifications';
import { aSession } from '../support/sessions';
import { aLayer, someSettings } from '../support/settings';

function page({ muted = [] as string[], here = true } = {}) {
  const clock = new FakeClock();
  const { settings } = someSettings({ said: [aLayer('user', { 'notifications.muted': muted })] });
  const sessions = new Sessions({} as ConstructorParameters<typeof Sessions>[0]);
  sessions.replaceAll([aSession({ id: 'a', name: 'build' }), aSession({ id: 'b' })]);
  const toasts = new Toasts(clock);
  const open = vi.fn();
  const readNotifications = vi.fn(() => Promise.resolve());
  const terminals = new Terminals({} as ConstructorParameters<typeof Terminals>[0]);
  const notices = new Notices({
    client: { readNotifications },
    settings,
    sessions,
    toasts,
    desk: { open } as unknown as Desk,
    terminals,
    store: memoryStore(),
    clock,
    here: () => here,
    watched: () => false,
  });
  return { notices, settings, toasts, open, readNotifications };
}

it('counts nothing, and loads nothing, until there is something', async () => {
  const { notices } = page();
  notices.events.unread([]);
  expect([notices.count, notices.label]).toEqual([0, 'Notifications']);

  notices.events.unread([aNotification()]);
  await vi.waitFor(() => expect(notices.label).toBe('Notifications, 1 unread'));
  expect(notices.newsOf({ workspace: 'default', id: 'a' })).toEqual({ text: 'waits for you', tone: 'wait' });
  notices.events.unread([]);
  await vi.waitFor(() => expect(notices.count).toBe(0));
});

it('says what is new on the page, one at a time, and a press leads there and reads it', async () => {
  const { notices, toasts, open, readNotifications } = page();
  notices.events.notification(aNotification({ id: 1, sessionId: 'b' }));
  notices.events.notification(anEndedCommand({ id: 2 }));
  await vi.waitFor(() => expect(toasts.items.map(({ text }) => text)).toEqual(['make test: exit 1 after 18 s']));

  toasts.items[0]?.actions?.[0]?.run();
  expect(open).toHaveBeenCalledWith(expect.objectContaining({ id: 'a', name: 'build' }));
  expect(readNotifications).toHaveBeenCalledWith({ ids: [2] });
  expect(toasts.items).toEqual([]);
});

it('reads what a session said when it is muted, and forgets those that are gone', async () => {
  const { notices, settings, readNotifications } = page({ muted: ['gone', 'b'] });
  const at = { workspace: 'default', id: 'a' };
  notices.events.unread([aNotification()]);
  await vi.waitFor(() => expect(notices.count).toBe(1));
  notices.muteItem(at).run();
  expect(settings.get('notifications.muted')).toEqual(['b', 'a']);
  expect([notices.count, notices.muted(at), notices.muteItem(at).label]).toEqual([0, true, 'Unmute']);
  expect(readNotifications).toHaveBeenCalledWith({ ids: [1] });

  notices.toggleMute(at);
  expect(settings.get('notifications.muted')).toEqual(['b']);
});
