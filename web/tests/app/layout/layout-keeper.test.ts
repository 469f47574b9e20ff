import type { KeptLayout } from '$api/client';
import { ApiError } from '$api/problem';
import type { Layout } from '$api/types';
import { describe, expect, it, vi } from 'vitest';
import { LayoutKeeper } from '../../../src/app/layout/layout-keeper';
import { SideBar } from '../../../src/app/layout/side-bar.svelte';
import { Tabs } from '../../../src/app/tabs.svelte';
import { FakeClock } from '../../support/fake-clock';
import { memoryStore } from '../../support/memory-store';
import { drawn, tab } from '../../support/trees';

/** The server, as several windows and browsers meet it. */
class Server {
  kept: KeptLayout | undefined;
  reached = true;
  puts = 0;

  layout = () => (this.reached ? Promise.resolve(this.kept) : Promise.reject(ApiError.unreachable()));

  keepLayout = (_workspace: string, _window: number, layout: Layout, seen: string | undefined) => {
    if (!this.reached) return Promise.reject(ApiError.unreachable());
    if (seen !== this.kept?.version) return Promise.reject(new ApiError(412, 'layout.stale', 'Changed.'));
    this.kept = { version: String(++this.puts), layout };
    return Promise.resolve(this.kept.version);
  };

  get shown(): string {
    const tabs = (node: unknown): unknown => (node as { group?: { tabs: { session: string }[] } }).group?.tabs;
    const root = (this.kept?.layout as { root?: unknown } | undefined)?.root;
    return root ? (tabs(root) as { session: string }[]).map(({ session }) => session).join(' ') : 'nothing';
  }
}

function page(server: Server, store = memoryStore(), number = 1) {
  const clock = new FakeClock();
  const tabs = new Tabs();
  const sideBar = new SideBar();
  const state = { here: true };
  const taken = vi.fn();
  const keeper = new LayoutKeeper({
    gateway: server,
    store,
    clock,
    tabs,
    sideBar,
    kindOf: () => 'terminal',
    here: () => state.here,
    taken,
  });
  keeper.open('default', number);
  const later = async () => {
    clock.pass(300);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return { keeper, tabs, sideBar, clock, state, taken, later, shown: () => drawn(tabs.arrangement.root) };
}

describe('the layout of a window', () => {
  it('is kept in the browser at once, and on the server soon after, once for many changes', async () => {
    const server = new Server();
    const store = memoryStore();
    const first = page(server, store);
    await first.keeper.follow();
    const puts = server.puts;
    first.tabs.open(tab('a'));
    first.tabs.open(tab('b'));
    first.sideBar.width = 300;
    expect(page(new Server(), store).shown()).toBe('a b*');
    expect(server.puts).toBe(puts);
    await first.later();

    expect(server.puts).toBe(puts + 1);
    expect(server.shown).toBe('a b');
    const elsewhere = page(server);
    expect(elsewhere.shown()).toBe('nothing');
    await elsewhere.keeper.follow();
    expect(elsewhere.shown()).toBe('a b*');
    expect(elsewhere.sideBar.width).toBe(300);
    expect(elsewhere.taken).toHaveBeenCalled();
  });

  it('is another one in each window', async () => {
    const store = memoryStore();
    page(new Server(), store).tabs.open(tab('a'));
    expect(page(new Server(), store, 2).shown()).toBe('nothing');
    page(new Server(), store, 2).tabs.open(tab('b'));
    expect(page(new Server(), store).shown()).toBe('a*');
  });

  it('is what was done here last, when that could not be told to the server', async () => {
    const server = new Server();
    const store = memoryStore();
    const first = page(server, store);
    first.tabs.open(tab('a'));
    await first.keeper.follow();
    server.reached = false;
    first.tabs.open(tab('b'));
    await first.later();
    expect(server.shown).toBe('a');

    server.reached = true;
    const again = page(server, store);
    expect(again.shown()).toBe('a b*');
    await again.keeper.follow();
    expect(server.shown).toBe('a b');
  });

  it('is told to the server when it is back', async () => {
    const server = new Server();
    server.reached = false;
    const only = page(server);
    await only.keeper.follow();
    only.tabs.open(tab('a'));
    await only.later();
    server.reached = true;
    await only.keeper.follow();
    expect(server.shown).toBe('a');

    server.reached = false;
    only.tabs.open(tab('b'));
    await only.later();
    server.reached = true;
    only.clock.pass(10_000);
    await only.later();
    expect(server.shown).toBe('a b');
  });

  it('is that of the page that is looked at, where two hold the same one', async () => {
    const server = new Server();
    const [seen, unseen] = [page(server), page(server)];
    await seen.keeper.follow();
    await unseen.keeper.follow();
    unseen.state.here = false;
    seen.tabs.open(tab('a'));
    await seen.later();
    unseen.tabs.open(tab('b'));
    await unseen.later();

    expect(unseen.shown()).toBe('a*');
    expect(server.shown).toBe('a');
    unseen.state.here = true;
    unseen.tabs.open(tab('c'));
    await unseen.later();
    seen.tabs.open(tab('d'));
    await seen.later();
    await seen.later();
    expect(server.shown).toBe('a d');
  });

  it('is whatever makes sense of what a page before it remembered', () => {
    const at = (id: string) => ({ workspace: 'default', id });
    const store = memoryStore({
      tabs: { items: [at('a'), at('b'), null, { workspace: 'other', id: 'c' }], active: at('a') },
      layout: { sidebarShown: false, sidebarWidth: 300 },
    });
    const only = page(new Server(), store);
    expect(only.shown()).toBe('a* b');
    expect([only.sideBar.shown, only.sideBar.width]).toEqual([false, 300]);
    expect(page(new Server(), store, 2).shown()).toBe('nothing');
  });

  it.each([null, 7, { layout: 'x' }, { layout: { root: 4 } }])('is empty when the memory is damaged: %j', (copy) => {
    expect(page(new Server(), memoryStore({ 'layout.default.1': copy })).shown()).toBe('nothing');
  });
});

describe('the layouts of several workspaces', () => {
  /** What the server has, by workspace. */
  function shelf() {
    const kept = new Map<string, KeptLayout>();
    let puts = 0;
    return {
      kept,
      layout: (workspace: string) => Promise.resolve(kept.get(workspace)),
      keepLayout: (workspace: string, _window: number, layout: Layout) => {
        kept.set(workspace, { version: String(++puts), layout });
        return Promise.resolve(String(puts));
      },
    };
  }

  function window(gateway: ReturnType<typeof shelf>, store = memoryStore()) {
    const clock = new FakeClock();
    const tabs = new Tabs();
    const keeper = new LayoutKeeper({
      gateway,
      store,
      clock,
      tabs,
      sideBar: new SideBar(),
      kindOf: () => 'terminal',
      here: () => true,
      taken: vi.fn(),
    });
    const settled = async () => {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    };
    const goTo = async (workspace: string) => {
      keeper.open(workspace, 1);
      await keeper.follow();
      await settled();
    };
    return { keeper, tabs, clock, goTo, settled, shown: () => drawn(tabs.arrangement.root) };
  }

  it('are told apart: what was just changed of one is saved when another takes its place', async () => {
    const gateway = shelf();
    const own = window(gateway);
    await own.goTo('default');
    own.tabs.open(tab('a'));
    await own.goTo('shop');
    expect(own.shown()).toBe('nothing');
    own.tabs.open({ ...tab('b'), workspace: 'shop' });
    await own.goTo('default');
    expect(own.shown()).toBe('a*');
    await own.goTo('shop');
    expect(own.shown()).toBe('b*');

    // Another browser has them from the server.
    const other = window(gateway);
    await other.goTo('default');
    expect(other.shown()).toBe('a*');
    await other.goTo('shop');
    expect(other.shown()).toBe('b*');
  });

  it('an answer that comes late is not taken for the other one', async () => {
    const gateway = shelf();
    const before = window(gateway);
    await before.goTo('default');
    before.tabs.open(tab('a'));
    await before.goTo('shop');
    let answer: (kept: KeptLayout | undefined) => void = () => undefined;
    const slow = {
      ...gateway,
      layout: (workspace: string) =>
        workspace === 'default'
          ? new Promise<KeptLayout | undefined>((resolve) => (answer = resolve))
          : gateway.layout(workspace),
    };
    const late = window(slow as ReturnType<typeof shelf>);
    late.keeper.open('default', 1);
    const following = late.keeper.follow();
    await late.goTo('shop');
    answer(gateway.kept.get('default'));
    await following;
    expect(late.shown()).toBe('nothing');
  });
});
