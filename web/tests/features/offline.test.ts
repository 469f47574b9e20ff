import { render, screen } from '@testing-library/svelte';
import { fireEvent } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { LastScreens, limits, type Kept } from '../../src/features/offline/last-screens';
import OfflinePage from '../../src/features/offline/OfflinePage.svelte';
import { ScreenKeeper } from '../../src/features/offline/screen-keeper';
import type { Shelf } from '../../src/features/offline/shelf';
import { FakeClock } from '../support/fake-clock';
import { aScreen } from '../support/screens';
import { aSession } from '../support/sessions';

function memoryShelf(): Shelf & { things: Map<string, unknown>; written: string[] } {
  return {
    things: new Map(),
    written: [],
    read(names) {
      return Promise.resolve(names.map((name) => this.things.get(name)));
    },
    write(changed) {
      this.written = [...changed.keys()];
      for (const [name, thing] of changed)
        if (thing === undefined) this.things.delete(name);
        else this.things.set(name, structuredClone(thing));
      return Promise.resolve();
    },
  };
}

describe('the last screens', () => {
  it('are kept with the list, and what wasn’t seen again stays', async () => {
    const last = new LastScreens(memoryShelf());
    const [one, two] = [aSession({ id: 'one' }), aSession({ id: 'two' })];
    await last.keep(1000, [one, two], [[one, aScreen('first')]]);
    await last.keep(2000, [one, two], [[two, aScreen('second')]]);
    const kept = (await last.read()) as Kept;
    expect(kept.at).toBe(2000);
    expect(kept.sessions.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(Object.entries(kept.screens).map(([key, { at }]) => [key, at])).toEqual(
      expect.arrayContaining([
        ['default/one', 1000],
        ['default/two', 2000],
      ]),
    );
  });

  it('hold nothing of a session that is gone, nor how it was started', async () => {
    const shelf = memoryShelf();
    const last = new LastScreens(shelf);
    const one = aSession({ id: 'one', command: ['curl', '--token', 'hush'] });
    await last.keep(1000, [one], [[one, aScreen('first')]]);
    expect(JSON.stringify([...shelf.things.values()])).not.toContain('hush');
    await last.keep(2000, [], []);
    expect((await last.read())?.screens).toEqual({});
    expect([...shelf.things.keys()]).toEqual(['last']);
  });

  it('are written anew only where they changed', async () => {
    const shelf = memoryShelf();
    const last = new LastScreens(shelf);
    const [one, two] = [aSession({ id: 'one' }), aSession({ id: 'two' })];
    await last.keep(
      1000,
      [one, two],
      [
        [one, aScreen('first')],
        [two, aScreen('second')],
      ],
    );
    await last.keep(2000, [one, two], [[two, aScreen('third')]]);
    expect(shelf.written).toEqual(['last', 'screen default/two']);
    await last.keep(3000, [one, two], []);
    expect(shelf.written).toEqual(['last']);
    expect(JSON.stringify((await last.read())?.screens)).toMatch(/third.*first/);
  });

  it('of an earlier page, in the list itself, are kept anew', async () => {
    const shelf = memoryShelf();
    const one = aSession({ id: 'one' });
    shelf.things.set('last', { at: 1, sessions: [one], screens: { 'default/one': { at: 1, screen: aScreen('old') } } });
    const last = new LastScreens(shelf);
    expect(await last.read()).toMatchObject({ at: 1, screens: {} });
    await last.keep(2, [one], [[one, aScreen('new')]]);
    expect(JSON.stringify((await last.read())?.screens)).toContain('new');
  });

  it('stay within their limits, the newest first', async () => {
    const last = new LastScreens(memoryShelf());
    const sessions = Array.from({ length: limits.screens + 10 }, (_, index) => aSession({ id: `s${index}` }));
    for (const [index, session] of sessions.entries()) await last.keep(index, sessions, [[session, aScreen('x')]]);
    const screens = (await last.read())?.screens ?? {};
    expect(Object.keys(screens)).toHaveLength(limits.screens);
    expect(screens[`default/s${sessions.length - 1}`]).toBeDefined();
    expect(screens['default/s0']).toBeUndefined();

    const large = aScreen('y'.repeat(limits.characters));
    await last.keep(10_000, sessions, [[sessions[0] as (typeof sessions)[0], large]]);
    expect(JSON.stringify((await last.read())?.screens).length).toBeLessThan(limits.characters * 1.1);
  });

  it('are none where storage is full, forbidden or holds something else', async () => {
    const broken: Shelf = {
      read: () => Promise.reject(new Error('no')),
      write: () => Promise.reject(new Error('full')),
    };
    const last = new LastScreens(broken);
    await last.keep(1, [aSession()], []);
    expect(await last.read()).toBeUndefined();
    for (const value of ['text', { at: 'x' }, { at: 1, sessions: {} }, { at: 1, sessions: [], screens: null }, null])
      expect(await new LastScreens({ ...memoryShelf(), read: () => Promise.resolve([value]) }).read()).toBeUndefined();
  });
});

describe('keeping the last screens', () => {
  const session = aSession({ id: 'one' });
  function keeper(worth = true, one = session) {
    const clock = new FakeClock();
    const last = { keep: vi.fn(() => Promise.resolve()), read: vi.fn() };
    const screenOf = vi.fn((_: unknown, seen?: string) =>
      Promise.resolve(seen === 'v1' ? undefined : { tag: 'v1', screen: aScreen('hello') }),
    );
    const made = new ScreenKeeper(last as unknown as LastScreens, {
      sessions: () => [one],
      screen: screenOf,
      worth: () => worth,
      clock,
    });
    return { made, last, screenOf, clock };
  }

  it('asks only for what changed', async () => {
    const { made, last, screenOf } = keeper();
    await made.round();
    await made.round();
    expect(screenOf.mock.calls.map(([, seen]) => seen)).toEqual([undefined, 'v1']);
    expect(last.keep).toHaveBeenLastCalledWith(expect.any(Number), [session], []);
  });

  it('asks for none of an agent, which has a conversation', async () => {
    const { made, last, screenOf } = keeper(true, aSession({ id: 'talk', kind: 'agent' }));
    await made.round();
    expect(screenOf).not.toHaveBeenCalled();
    expect(last.keep).toHaveBeenCalledOnce();
  });

  it('waits while nobody looks, and keeps nothing more once it is stopped', async () => {
    const away = keeper(false);
    await away.made.round();
    expect(away.screenOf).not.toHaveBeenCalled();

    const { made, last } = keeper();
    const round = made.round();
    made.stop();
    await round;
    expect(last.keep).not.toHaveBeenCalled();
  });
});

describe('the page without a network', () => {
  const now = Date.parse('2026-11-30T14:05:00');
  const kept: Kept = {
    at: Date.parse('2026-11-30T14:03:00'),
    sessions: [aSession({ id: 'one', name: 'web' }), aSession({ id: 'two', name: 'db', state: 'exited', exitCode: 1 })],
    screens: { 'default/one': { at: Date.parse('2026-11-29T09:00:00'), screen: aScreen('<b>not markup</b>') } },
  };

  it('says when it was so, and shows a screen as text', async () => {
    const { container } = render(OfflinePage, { kept, now, onhelp: vi.fn(), onretry: vi.fn() });
    expect(screen.getByRole('status').textContent).toMatch(/Offline · as of .*2:03|14:03/);
    await fireEvent.click(screen.getByRole('button', { name: /^web/ }));
    expect(screen.getByText('<b>not markup</b>')).toBeTruthy();
    expect(container.querySelector('.line b')).toBeNull();
    expect(screen.getByText('Read-only')).toBeTruthy();
    // Another day is said, too.
    expect(screen.getByRole('status').textContent).toMatch(/29/);
  });

  it('says that a screen wasn’t kept, and tries again when asked', async () => {
    const onretry = vi.fn();
    render(OfflinePage, { kept, now, first: 'default/two', onhelp: vi.fn(), onretry });
    expect(screen.getByText('No screen of this session was kept')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onretry).toHaveBeenCalledOnce();
  });
});
