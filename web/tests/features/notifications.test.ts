import { describe, expect, it, vi } from 'vitest';
import { Centre } from '../../src/features/notifications/centre.svelte';
import { Badge } from '../../src/features/notifications/badge';
import { Notifications } from '../../src/features/notifications/notifications.svelte';
import { isQuiet } from '../../src/features/notifications/quiet-hours';
import type { SystemNotice, SystemNotices } from '../../src/features/notifications/system-notices';
import { Telling } from '../../src/features/notifications/telling';
import { sentence, toneOf } from '../../src/features/notifications/words';
import { FakeClock } from '../support/fake-clock';
import { memoryStore } from '../support/memory-store';
import { aNotification, anEndedCommand } from '../support/notifications';

const at = { workspace: 'default', id: 'a' };

function someone({ here = true } = {}) {
  const state = { here, watched: '', muted: '', threshold: 10_000 as number | undefined };
  const read = vi.fn<(which: { ids: readonly number[] }) => Promise<void>>(() => Promise.resolve());
  const tell = vi.fn();
  const notifications = new Notifications({
    read,
    tell,
    threshold: () => state.threshold,
    muted: ({ id }) => state.muted === id,
    here: () => state.here,
    watched: ({ id }) => state.here && state.watched === id,
    changed: () => undefined,
  });
  return { notifications, state, read, tell };
}

describe('what is unread', () => {
  it('is told once, counted, and the newest of its session', () => {
    const { notifications, tell } = someone();
    notifications.takeUnread([aNotification({ id: 1 })]);
    const item = anEndedCommand({ id: 2 });
    notifications.take(item);
    notifications.take(item);

    expect(tell.mock.calls).toEqual([[item]]);
    expect(notifications.count).toBe(2);
    expect(notifications.of(at)).toBe(item);
  });

  it('goes when its session is looked at, before the server says so, and stays gone', () => {
    const { notifications, state, read } = someone();
    const items = [aNotification({ id: 2 }), aNotification({ id: 1, sessionId: 'b' })];
    notifications.takeUnread(items);
    state.watched = 'a';
    notifications.looked();
    expect(read).toHaveBeenCalledWith({ ids: [2] });
    expect(notifications.unread.map(({ id }) => id)).toEqual([1]);

    // Said before the server knew.
    notifications.takeUnread(items);
    expect(notifications.count).toBe(1);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('before one’s eyes is read at once, and not by a page that nobody looks at', () => {
    const { notifications, state, read, tell } = someone();
    state.watched = 'a';
    notifications.take(aNotification({ id: 1 }));
    expect([read.mock.calls.length, tell.mock.calls.length]).toEqual([1, 0]);

    state.here = false;
    notifications.take(aNotification({ id: 2 }));
    expect([read.mock.calls.length, tell.mock.calls.length]).toEqual([1, 1]);
  });

  it('is what could not be told to the server', async () => {
    const { notifications, read } = someone();
    notifications.takeUnread([aNotification()]);
    read.mockRejectedValueOnce(new Error('no'));
    const error = notifications.read([aNotification()]);
    expect(notifications.count).toBe(0);
    expect(await error).toBeInstanceOf(Error);
    expect(notifications.count).toBe(1);
  });

  it('is not told again with every key while the server refuses it, and once it says a word', async () => {
    const { notifications, state, read } = someone();
    read.mockRejectedValueOnce(new Error('no'));
    notifications.takeUnread([aNotification()]);
    state.watched = 'a';
    notifications.looked();
    await vi.waitFor(() => expect(notifications.count).toBe(1));
    for (let key = 0; key < 10; key++) notifications.looked();
    expect(read).toHaveBeenCalledOnce();

    notifications.takeUnread([aNotification()]);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['a short command', anEndedCommand({ durationMs: 9_999 })],
    ['anything of a muted session', aNotification({ sessionId: 'm' })],
  ])('is not %s', (_, item) => {
    const { notifications, state, read, tell } = someone();
    state.muted = 'm';
    notifications.take(item);

    expect(notifications.count).toBe(0);
    expect(tell).not.toHaveBeenCalled();
    expect(read).toHaveBeenCalledWith({ ids: [item.id] });
  });

  it('is no command at all when one wants to hear of none', () => {
    const { notifications, state } = someone();
    state.threshold = undefined;
    notifications.take(anEndedCommand());

    expect(notifications.count).toBe(0);
  });
});

describe('the words', () => {
  it.each([
    [aNotification(), 'waits for you'],
    [aNotification({ title: 'Claude', text: 'Which one?' }), 'Claude: Which one?'],
    [anEndedCommand(), 'make test: exit 1 after 18 s'],
    [anEndedCommand({ exitCode: 0 }), 'make test: done after 18 s'],
    [anEndedCommand({ exitCode: null, text: null }), 'A command: ended after 18 s'],
    [aNotification({ kind: 'failed', text: 'no such file' }), 'could not be started: no such file'],
    [aNotification({ kind: 'exited', exitCode: 3 }), 'exited 3'],
    [aNotification({ kind: 'exited' }), 'ended'],
    [aNotification({ kind: 'exited', signal: 'SIGSEGV' }), 'killed by SIGSEGV'],
    [aNotification({ kind: 'lost' }), 'was lost'],
  ])('of %o are %s', (item, words) => expect(sentence(item)).toBe(words));

  it('are one line, bounded, and turn nothing round, whatever a program wrote', () => {
    const words = sentence(aNotification({ title: '\u202eevil\n', text: `\u0007${'x'.repeat(5000)}` }));
    expect(words).toMatch(/^evil: x+…$/);
    expect(words.length).toBeLessThan(300);
  });

  it('come with what kind of news they are', () => {
    expect([aNotification(), anEndedCommand(), anEndedCommand({ exitCode: 0 })].map(toneOf)).toEqual([
      'wait',
      'fail',
      'done',
    ]);
  });
});

describe('quiet hours', () => {
  const day = (time: string) => new Date(`2026-11-22T${time}:00`);

  it.each([
    ['22:00-07:00', '21:59', false],
    ['22:00-07:00', '22:00', true],
    ['22:00-07:00', '00:00', true],
    ['22:00-07:00', '06:59', true],
    ['22:00-07:00', '07:00', false],
    ['09:00-17:00', '12:00', true],
    ['09:00-17:00', '17:00', false],
    ['09:00-09:00', '09:00', false],
    ['', '03:00', false],
    ['nonsense', '03:00', false],
  ])('of %j at %s: %s', (hours, time, quiet) => expect(isQuiet(hours, day(time))).toBe(quiet));
});

/** Tabs of one browser. */
function tabs(count: number, { permission = 'granted' as SystemNotices['permission'], quietHours = '' } = {}) {
  const clock = new FakeClock();
  const store = memoryStore();
  const shown: SystemNotice[] = [];
  const closed: string[] = [];
  const toasts: string[] = [];
  const state = { unread: true, outside: true, quietHours };
  const open = vi.fn();
  const setOutside = vi.fn();
  const ask = vi.fn(() => Promise.resolve(true));
  const notices: SystemNotices = {
    permission,
    ask,
    show: (notice) => shown.push(notice),
    close: (tag) => closed.push(tag),
  };
  const run = (_: string, action: () => Promise<void>) => action();
  const make = (here: boolean) => {
    const tab = { here };
    const telling = new Telling({
      clock,
      store,
      locks: { request: run as LockManager['request'] },
      pathTo: ({ workspace, sessionId }) => `/w/${workspace}/s/${sessionId}`,
      notices,
      here: () => tab.here,
      outside: () => state.outside,
      setOutside,
      quietHours: () => state.quietHours,
      isUnread: () => state.unread,
      toast: ({ title, text, actions }) => {
        const toast = [title, text, ...(actions ?? []).map(({ label }) => label)].join(' | ');
        toasts.push(toast);
        return () => void toasts.splice(toasts.indexOf(toast), 1);
      },
      open,
    });
    return { tab, telling };
  };
  return { all: Array.from({ length: count }, () => make(false)), make, clock, shown, closed, toasts, state, open };
}

describe('telling', () => {
  it('is done outside the page by one of several tabs, and a press opens the session', async () => {
    const { all, clock, shown, open } = tabs(3);
    const item = anEndedCommand();
    for (const { telling } of all) telling.tell(item);
    clock.pass(300);
    await Promise.resolve();

    expect(shown).toMatchObject([{ title: 'build', body: 'make test: exit 1 after 18 s' }]);
    shown[0]?.pressed();
    expect(open).toHaveBeenCalledWith(item);
  });

  it('is left to the tab that somebody looks at', async () => {
    const { all, make, clock, shown, toasts } = tabs(1);
    all[0]?.telling.tell(anEndedCommand());
    make(true).telling.tell(anEndedCommand());
    clock.pass(300);
    await Promise.resolve();

    expect(shown).toEqual([]);
    expect(toasts).toEqual(['build | make test: exit 1 after 18 s | Show']);
  });

  it.each([
    ['was read meanwhile', {}, { unread: false }],
    ['isn’t wanted', {}, { outside: false }],
    ['isn’t allowed', { permission: 'denied' as const }, {}],
  ])('outside the page is not done when it %s', async (_, options, changes) => {
    const { all, clock, shown, state } = tabs(1, options);
    Object.assign(state, changes);
    all[0]?.telling.tell(aNotification());
    clock.pass(300);
    await Promise.resolve();

    expect(shown).toEqual([]);
  });

  it('outside the page is not done in quiet hours, and on the page it is', async () => {
    const { all, make, clock, shown, toasts, state } = tabs(1);
    const now = new Date(clock.now());
    const hour = (by: number) => `${String((now.getHours() + by + 24) % 24).padStart(2, '0')}:00`;
    state.quietHours = `${hour(0)}-${hour(1)}`;
    all[0]?.telling.tell(aNotification({ id: 1 }));
    make(true).telling.tell(aNotification({ id: 2 }));
    clock.pass(300);
    await Promise.resolve();
    expect([shown.length, toasts.length]).toEqual([0, 1]);

    clock.pass(3_600_000);
    all[0]?.telling.tell(aNotification({ id: 3 }));
    clock.pass(300);
    await Promise.resolve();
    expect(shown).toHaveLength(1);
  });

  it('is taken back once all of a session was read, wherever that was', async () => {
    const { all, clock, closed } = tabs(1);
    const telling = all[0]?.telling as Telling;
    const [one, other] = [aNotification({ id: 1 }), aNotification({ id: 2 })];
    for (const item of [one, other]) {
      telling.tell(item);
      clock.pass(300);
      await Promise.resolve();
    }
    telling.unread([other]);
    expect(closed).toEqual([]);
    telling.unread([]);
    expect(closed).toEqual(['dispatch-default-a']);
  });

  it('offers to be done outside only to those who were never asked', async () => {
    const { make, toasts, state } = tabs(0, { permission: 'unknown' });
    state.outside = false;
    make(true).telling.tell(aNotification());
    await Promise.resolve();

    expect(toasts).toEqual(['build | waits for you | Show | Also outside this page']);
  });
});

describe('the list', () => {
  function centre(items = [aNotification({ id: 3 }), aNotification({ id: 2, sessionId: 'b' }), aNotification()]) {
    const { notifications } = someone();
    notifications.takeUnread(items);
    const gateway = {
      notifications: vi.fn(() => Promise.resolve({ items, older: true })),
      readNotifications: vi.fn(() => Promise.resolve()),
      clearNotifications: vi.fn(() => Promise.resolve()),
    };
    return { centre: new Centre(gateway, notifications), gateway };
  }

  it('is by session, the one with the newest first', async () => {
    const { centre: list } = centre();
    await list.load();

    expect(list.groups.map(({ key, items }) => [key, items.map(({ id }) => id)])).toEqual([
      ['default/a', [3, 1]],
      ['default/b', [2]],
    ]);
  });

  it('goes on with what is older', async () => {
    const { centre: list, gateway } = centre();
    await list.load();
    gateway.notifications.mockResolvedValueOnce({ items: [aNotification({ id: 0, sessionId: 'c' })], older: false });
    await list.loadOlder();

    expect(gateway.notifications).toHaveBeenLastCalledWith(1);
    expect([list.groups.length, list.older]).toEqual([3, false]);
  });

  it('is as far back as it was when it is asked for again, and older ones come once however often one asks', async () => {
    const { centre: list, gateway } = centre();
    await list.load();
    const past = { items: [aNotification({ id: 0, sessionId: 'c' })], older: false };
    gateway.notifications.mockResolvedValueOnce(past);
    await Promise.all([list.loadOlder(), list.loadOlder()]);
    expect(gateway.notifications).toHaveBeenCalledTimes(2);

    gateway.notifications.mockReset();
    gateway.notifications
      .mockResolvedValueOnce({ items: [aNotification({ id: 3 })], older: true })
      .mockResolvedValueOnce(past);
    await list.load();
    expect(list.groups.flatMap(({ items }) => items.map(({ id }) => id))).toEqual([3, 0]);
  });

  it('reads a session, reads all up to the newest that is seen, and clears up to it', async () => {
    const { centre: list, gateway } = centre();
    await list.load();
    await list.read(list.groups[0]?.items ?? []);
    expect([list.hasUnread, list.hasRead]).toEqual([true, true]);
    await list.readAll();
    expect(gateway.readNotifications).toHaveBeenCalledWith({ through: 3 });
    await list.clear();
    expect(gateway.clearNotifications).toHaveBeenCalledWith(3);
  });

  it('says what went wrong, and is what it was', async () => {
    const { centre: list, gateway } = centre();
    await list.load();
    gateway.notifications.mockRejectedValueOnce(new Error('The server does not answer.'));
    await list.load();

    expect(list.problem).toBe('The server does not answer.');
    expect(list.groups).toHaveLength(2);
  });
});

describe('the badge', () => {
  const drawing = () => Promise.resolve('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>');

  it('is on the icon of the tab and of the app, until nothing is unread', async () => {
    const icon = document.createElement('link');
    const app = {
      setAppBadge: vi.fn(() => Promise.resolve()),
      clearAppBadge: vi.fn(() => Promise.reject(new Error())),
    };
    const badge = new Badge({ icon, app, drawing });
    await badge.show(12);
    expect(decodeURIComponent(icon.href)).toMatch(/<path.*>\+<\/text>/);
    expect(app.setAppBadge).toHaveBeenCalledWith(12);
    await badge.show(3);
    expect(decodeURIComponent(icon.href)).toContain('>3</text>');
    await Promise.all([badge.show(4), badge.show(0)]);
    expect(icon.getAttribute('href')).toBe('/favicon.svg');
    expect(app.clearAppBadge).toHaveBeenCalled();
  });

  it('asks for nothing that a browser doesn’t have', async () => {
    await expect(new Badge({ icon: null, app: {}, drawing }).show(1)).resolves.toBeUndefined();
  });

  it('stays away when the icon can’t be had', async () => {
    const icon = document.createElement('link');
    await new Badge({ icon, app: {}, drawing: () => Promise.reject(new Error()) }).show(1);
    expect(icon.hasAttribute('href')).toBe(false);
  });
});
