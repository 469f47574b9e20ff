import { Toasts } from '$ui/toasts.svelte';
import { describe, expect, it, vi } from 'vitest';
import { Account } from '../../src/app/account.svelte';
import { Desk } from '../../src/app/desk.svelte';
import { Live } from '../../src/app/live.svelte';
import { parseRoute, pathOf, Router } from '../../src/app/router.svelte';
import { Tabs, type Arrangement } from '../../src/app/tabs.svelte';
import { Sessions } from '../../src/features/sessions/sessions.svelte';
import { ApiError } from '$api/problem';
import type { Me } from '$api/types';
import { FakeClock } from '../support/fake-clock';
import { aSession } from '../support/sessions';
import { aLayer } from '../support/settings';
import { noNews } from '../support/no-news';

function desk(path = '/', before?: Arrangement) {
  history.replaceState(null, '', path);
  let made = 0;
  const gateway = {
    create: vi.fn(() => Promise.resolve(aSession({ id: `new${++made}` }))),
    rename: vi.fn(),
    end: vi.fn(() => Promise.resolve(aSession({ state: 'exited', signal: 'SIGHUP' }))),
    restart: vi.fn(),
    remove: vi.fn(() => Promise.resolve()),
  };
  const sessions = new Sessions(gateway);
  const tabs = new Tabs();
  const router = new Router(window);
  const clock = new FakeClock();
  const toasts = new Toasts(clock);
  const [activate, playBack] = [vi.fn(), vi.fn()];
  const workspaces = () => Promise.resolve([{ id: 'default', name: 'Home', environment: 'e', folder: '/home/ana' }]);
  const model = new Desk({ workspaces }, sessions, tabs, router, toasts, {
    sizeAt: () => ({ cols: 90, rows: 20 }),
    find: () => ({ activate }),
    playBack,
  });
  if (before) tabs.restore(before, 'default');
  model.arrive();
  return { desk: model, gateway, sessions, tabs, router, toasts, clock, activate, playBack };
}

describe('the desk', () => {
  it('opens a shell at once, of the size it will have, and shows it', async () => {
    const { desk: model, gateway, tabs, router, activate } = desk();
    await model.load();
    await model.openShell();

    expect(gateway.create).toHaveBeenCalledWith('default', { requestId: expect.any(String), cols: 90, rows: 20 });
    expect(tabs.active?.id).toBe('new1');
    expect(router.route).toEqual({ view: 'session', at: { workspace: 'default', id: 'new1' } });
    expect(activate).toHaveBeenCalled();
  });

  it('opens one shell however fast one presses', async () => {
    const { desk: model, gateway } = desk();
    await Promise.all([model.openShell(), model.openShell()]);

    expect(gateway.create).toHaveBeenCalledOnce();
  });

  it('shows what went wrong, for ten seconds', async () => {
    const { desk: model, gateway, toasts, clock } = desk();
    gateway.create.mockRejectedValueOnce(new Error('There are 200 sessions; remove some.'));
    await model.openShell();
    expect(toasts.items.map((toast) => toast.text)).toEqual(['There are 200 sessions; remove some.']);
    clock.pass(10_000);

    expect(toasts.items).toEqual([]);
  });

  it('offers to try again what failed by no fault of what was asked', async () => {
    const { desk: model, gateway, toasts } = desk();
    gateway.create.mockRejectedValueOnce(ApiError.unreachable());
    await model.openShell();
    toasts.items[0]?.actions?.[0]?.run();
    await vi.waitFor(() => expect(gateway.create).toHaveBeenCalledTimes(2));

    gateway.create.mockRejectedValueOnce(new ApiError(409, 'session.limit', 'There are 200 sessions; remove some.'));
    await model.openShell();
    expect(toasts.items.at(-1)).toMatchObject({ text: 'There are 200 sessions; remove some.', actions: undefined });
  });

  it('opens the session that the address names', () => {
    const { desk: model, tabs } = desk('/w/default/s/abc');
    expect(tabs.active?.id).toBe('abc');
    expect(model.isLinked({ workspace: 'default', id: 'abc' })).toBe(true);
  });

  it('goes to the address whatever was open before', () => {
    const before = new Tabs();
    before.open({ workspace: 'default', id: 'old', kind: 'terminal' });
    const { desk: model, tabs } = desk('/w/default/s/abc', before.arrangement);
    expect(tabs.active?.id).toBe('abc');
    expect(location.pathname).toBe('/w/default/s/abc');
    model.close({ workspace: 'default', id: 'abc' });
    expect(location.pathname).toBe('/w/default/s/old');
  });

  it('takes an old address for what it is called now', () => {
    expect(desk('/sessions/default/abc').tabs.active?.id).toBe('abc');
    expect(location.pathname).toBe('/w/default/s/abc');
  });

  it('makes another place of what was not seen, and none of what was', () => {
    const { desk: model, tabs } = desk();
    const steps = () => history.length;
    const before = steps();
    model.open(aSession({ id: 'a' }));
    expect(steps()).toBe(before);
    model.open(aSession({ id: 'b' }));
    expect(steps()).toBe(before + 1);
    model.openBeside(aSession({ id: 'c' }));
    expect(steps()).toBe(before + 2);
    model.open(aSession({ id: 'b' }));
    expect(steps()).toBe(before + 2);
    expect(location.pathname).toBe('/w/default/s/b');
    tabs.focus(tabs.groupOf(aSession({ id: 'c' }))?.id ?? 0);
    expect(location.pathname).toBe('/w/default/s/c');
  });

  it('opens again what was closed, if it is still there', () => {
    const { desk: model, sessions, tabs } = desk();
    for (const id of ['a', 'b']) {
      sessions.put(aSession({ id }));
      model.open(aSession({ id }));
    }
    model.close(aSession({ id: 'a' }));
    model.close(aSession({ id: 'b' }));
    sessions.drop(aSession({ id: 'b' }));
    model.reopen();
    expect(tabs.items.map(({ id }) => id)).toEqual(['a']);
    expect(location.pathname).toBe('/w/default/s/a');
  });

  it('closes a tab without ending anything', () => {
    const { desk: model, gateway, router } = desk();
    model.open(aSession({ id: 'a' }));
    model.open(aSession({ id: 'b' }));
    model.close(aSession({ id: 'b' }));
    expect(router.route).toMatchObject({ at: { id: 'a' } });
    model.close(aSession({ id: 'a' }));

    expect(router.route).toEqual({ view: 'home' });
    expect(gateway.end).not.toHaveBeenCalled();
  });

  it('asks before it ends a session, and does nothing when dismissed', async () => {
    const { desk: model, gateway } = desk();
    const session = aSession();
    model.actions.end(session);
    expect(model.asked).toEqual({ what: 'end', session });
    model.dismiss();
    expect(gateway.end).not.toHaveBeenCalled();

    model.actions.end(session);
    model.agree();
    expect(gateway.end).toHaveBeenCalledWith(session);
    expect(model.asked).toBeUndefined();
  });

  it('plays back a session that it opens', () => {
    const { desk: model, tabs, playBack } = desk();
    const session = aSession({ state: 'exited', exitCode: 0 });
    model.actions.playBack(session);
    expect(tabs.active).toMatchObject({ id: session.id });
    expect(playBack).toHaveBeenCalledWith(session);
  });

  it('shows what it started again and gives it the keyboard', async () => {
    const { desk: model, gateway, tabs, activate } = desk();
    gateway.restart.mockResolvedValueOnce(aSession());
    model.actions.restart(aSession({ state: 'exited', exitCode: 0 }));
    await vi.waitFor(() => expect(activate).toHaveBeenCalled());

    expect(tabs.active?.id).toBe(aSession().id);
  });

  it('closes the tab of what it removed', async () => {
    const { desk: model, tabs } = desk();
    const session = aSession({ state: 'exited', exitCode: 0 });
    model.open(session);
    model.actions.remove(session);
    model.agree();
    await vi.waitFor(() => expect(tabs.items).toEqual([]));
  });
});

describe('the address', () => {
  it.each(['/', '/settings', '/w/default/s/abc'])('%s leads somewhere and back', (path) => {
    expect(pathOf(parseRoute(path))).toBe(path);
  });

  it.each(['/', '/sign-in', '/nowhere', '/nowhere/at/all', '/sessions/only', '/w/default', '/w/default/s/%E0%A4'])(
    '%s is the start',
    (path) => {
      expect(parseRoute(path).view).toBe('home');
      expect(pathOf(parseRoute(path))).toBe('/');
    },
  );

  it('that leads nowhere is told of, and the start is shown under its own', () => {
    const { toasts, router } = desk('/nowhere/at/all');
    expect(toasts.items.map(({ text }) => text)).toEqual(['There is nothing at /nowhere/at/all.']);
    expect([router.route, location.pathname]).toEqual([{ view: 'home' }, '/']);
    expect(desk('/').toasts.items).toEqual([]);
  });

  it('follows the browser’s back', async () => {
    const { router, desk: model } = desk();
    const moved = vi.fn();
    const end = router.follow(moved);
    model.open(aSession({ id: 'a' }));
    history.replaceState(null, '', '/settings');
    window.dispatchEvent(new PopStateEvent('popstate'));
    end();

    expect(moved).toHaveBeenCalledWith({ view: 'settings' });
    expect(router.route).toEqual({ view: 'settings' });
  });
});

describe('who is signed in', () => {
  it.each([
    [() => Promise.resolve({ principal: 'p', name: 'Ana', device: null, capabilities: [] }), 'signed-in'],
    [() => Promise.reject(new ApiError(401, 'access.sign-in', 'Sign in first.')), 'signed-out'],
    [() => Promise.reject(ApiError.unreachable()), 'unreachable'],
  ])('is known from the server’s answer', async (me, state) => {
    const account = new Account(me);
    await account.load();

    expect(account.state).toBe(state);
  });

  it('is asked once at a time, so that a failure which comes late undoes nothing', async () => {
    const answers: ((me: Promise<Me>) => void)[] = [];
    const account = new Account(() => new Promise<Me>((resolve) => answers.push(resolve)));
    const both = [account.load(), account.load()];
    answers[0]?.(Promise.resolve({ principal: 'p', name: 'Ana', device: null, capabilities: [] }));
    await Promise.all(both);

    expect([answers.length, account.state]).toEqual([1, 'signed-in']);
    const third = account.load();
    answers[1]?.(Promise.reject(ApiError.unreachable()));
    await third;
    expect(account.state).toBe('unreachable');
  });

  it('is not shown anything before the window is arranged', async () => {
    let arrange = () => {};
    const arranged = new Promise<void>((resolve) => (arrange = resolve));
    const account = new Account(
      () => Promise.reject(ApiError.unreachable()),
      undefined,
      () => arranged,
    );
    const signedIn = account.signedIn({ principal: 'p', name: 'Ana', device: null, capabilities: [] });
    expect(account.state).toBe('unknown');
    arrange();
    await signedIn;

    expect([account.state, account.name]).toEqual(['signed-in', 'Ana']);
  });
});

describe('the live stream', () => {
  it('fills the list and says how things are', () => {
    const live = new Live();
    const list = { replaceAll: vi.fn(), put: vi.fn(), drop: vi.fn() };
    const removed = vi.fn();
    const settings = { take: vi.fn(), takeLayer: vi.fn() };
    const events = live.events(list, settings, noNews, vi.fn(), removed, vi.fn());
    events.state('open');
    events.latency(14);
    events.sessions([aSession()]);
    events.session(aSession());
    events.removed('default', 'x');
    events.settings([aLayer('server')]);
    events.settingsLayer(aLayer('user'));
    events.runner('e', { state: 'unreachable', reason: 'The runner does not answer; it is started again.' }, []);

    expect(live.latency).toBe(14);
    expect(list.replaceAll).toHaveBeenCalledOnce();
    expect(list.put).toHaveBeenCalledOnce();
    expect(settings.take).toHaveBeenCalledWith([aLayer('server')]);
    expect(settings.takeLayer).toHaveBeenCalledWith(aLayer('user'));
    expect(removed).toHaveBeenCalledWith({ workspace: 'default', id: 'x' });
    expect(live.runnerProblem).toContain('started again');
    events.runner('e', { state: 'connected', reason: null }, []);
    expect(live.runnerProblem).toBeUndefined();
  });
});
