import type { ApiClient, SessionRef } from '$api/client';
import { ApiError, messageOf, referenceOf } from '$api/problem';
import type { Size } from '$api/session-stream';
import type { CreateSession, SessionInfo, WorkspaceInfo } from '$api/types';
import { m } from '$lib/messages';
import { randomId } from '$lib/random-id';
import { isAlive } from '$lib/session-state';
import { oneLine } from '$lib/text';
import type { Toasts } from '$ui/toasts.svelte';
import type { SessionActions } from '../features/sessions/session-actions';
import type { Sessions } from '../features/sessions/sessions.svelte';
import { Workspaces } from '../features/workspaces/workspaces.svelte';
import { pathOf, type Router } from './router.svelte';
import { tabKey, type Tabs } from './tabs.svelte';
import type { Side, Tab } from './layout/tree';

/** The home folder's workspace, which is always there. */
export const home = 'default';

export type Asked =
  | { readonly what: 'end' | 'remove'; readonly session: SessionInfo }
  /** @property at the workspace that it is about; not for a new one. */
  | { readonly what: 'workspace'; readonly which: WorkspaceQuestion; readonly at?: WorkspaceInfo }
  /** `files`: the palette, with files alone. */
  | { readonly what: 'new' | 'agent' | 'palette' | 'files' | 'keys' | 'import-theme' | 'notifications' };

/** What is asked about a workspace. */
export type WorkspaceQuestion =
  | 'new'
  | 'rename'
  | 'archive'
  | 'remove'
  | 'variables'
  | 'archived'
  | 'presets'
  | 'save-preset'
  | 'devcontainer'
  | 'agent-rules'
  | 'worktrees'
  | 'talks';

/** What is used of the terminals that are open. */
export interface OpenTerminals {
  /** What a new terminal should begin with, so that it isn't resized at once. */
  sizeAt(at: SessionRef | undefined): Size | undefined;
  find(at: SessionRef | undefined): { activate(): void } | undefined;
  playBack(at: SessionRef): void;
}

/** What a person does on this page: opens and closes sessions, and is asked things. */
export class Desk {
  readonly #client: Pick<ApiClient, 'workspaces'>;
  readonly #sessions: Sessions;
  readonly #tabs: Tabs;
  readonly #router: Router;
  readonly #toasts: Toasts;
  readonly #terminals: OpenTerminals;
  readonly #onePane: () => boolean;
  /** What an address named that nobody knows: it is told of in its own place. */
  #linked: SessionRef | undefined;
  #arrived = false;
  #asked = $state.raw<Asked>();
  readonly #workspaces: Workspaces;
  readonly #entered: (workspace: string) => void;
  #opening = $state(false);

  constructor(
    client: Pick<ApiClient, 'workspaces'>,
    sessions: Sessions,
    tabs: Tabs,
    router: Router,
    toasts: Toasts,
    terminals: OpenTerminals,
    /** Whether there is room for one pane only, and the list is a place of its own. */
    onePane: () => boolean = () => false,
    workspaces = new Workspaces('default'),
    /** Another workspace is shown from now on: its tabs take the place of those that are open. */
    entered: (workspace: string) => void = () => undefined,
  ) {
    this.#client = client;
    this.#sessions = sessions;
    this.#tabs = tabs;
    this.#router = router;
    this.#toasts = toasts;
    this.#terminals = terminals;
    this.#onePane = onePane;
    this.#workspaces = workspaces;
    this.#entered = entered;
    tabs.onChange(() => this.#followTabs());
  }

  /** Goes where the address says, after the tabs are there that were open before. */
  arrive(): void {
    const { route } = this.#router;
    if (route.view === 'session') this.#goTo(route.at);
    else if (route.view === 'home') {
      if (route.workspace) this.#enter(route.workspace);
      if (route.lost) this.#toasts.show(m.frame_lost({ path: oneLine(route.lost, 60) }));
      this.#router.go({ view: 'home' }, { replace: true });
      this.#leaveHome();
    } else if (route.view === 'files') this.#leaveHome();
    this.#arrived = true;
  }

  /** The browser went back or forward. */
  returned(): void {
    this.arrive();
    this.#terminals.find(this.#tabs.active)?.activate();
  }

  /** Whether a tab stands for an address that somebody followed. */
  isLinked(at: SessionRef): boolean {
    return this.#linked !== undefined && tabKey(this.#linked) === tabKey(at);
  }

  /** The one dialog that is open. */
  get asked(): Asked | undefined {
    return this.#asked;
  }

  get workspace(): WorkspaceInfo | undefined {
    return this.#workspaces.current;
  }

  /** What is said as `~`, whichever workspace is shown. */
  get homeFolder(): string | undefined {
    return this.#workspaces.all.find(({ id }) => id === home)?.folder;
  }

  /** The workspace that this window shows. */
  get workspaceId(): string {
    return this.#workspaces.shown;
  }

  get opening(): boolean {
    return this.#opening;
  }

  /** The rows' actions. */
  readonly actions: Omit<SessionActions, 'muted' | 'muteItem'> = {
    openShell: () => void this.openShell(),
    open: (session) => this.open(session),
    rename: (session, name) => this.#try(() => this.#sessions.rename(session, name)),
    end: (session) => (this.#asked = { what: 'end', session }),
    restart: (session) =>
      this.#try(async () => {
        await this.#sessions.restart(session);
        // Who starts something wants to see it and to type into it.
        this.open(session);
      }),
    playBack: (session) => {
      this.open(session);
      this.#terminals.playBack(session);
    },
    remove: (session) => (this.#asked = { what: 'remove', session }),
  };

  async load(): Promise<void> {
    try {
      this.tellWorkspaces(await this.#client.workspaces());
    } catch (error) {
      this.#failed(error, () => void this.load());
    }
  }

  /** What there is now. Who looks at one that is gone is led home. */
  tellWorkspaces(all: readonly WorkspaceInfo[]): void {
    const { current } = this.#workspaces;
    this.#workspaces.take(all);
    this.#tabs.leaveOnly(new Set(all.map(({ id }) => id)));
    if (this.#workspaces.current || this.#workspaces.all.length === 0 || this.workspaceId === home) return;
    // Who removes it here is told of that.
    const isAsked = this.#asked?.what === 'workspace' && this.#asked.which === 'remove';
    if (!isAsked) this.#toasts.show(m.workspaces_gone({ name: current?.name ?? oneLine(this.workspaceId, 60) }));
    this.goTo(home);
  }

  /** Shows another workspace, as this window was arranged there. */
  goTo(workspace: string): void {
    if (!this.#enter(workspace)) return;
    const at = this.#tabs.active;
    this.#router.go(at && !this.#onePane() ? { view: 'session', at } : { view: 'home' });
    this.#terminals.find(at)?.activate();
  }

  open(tab: Tab): void {
    this.#enter(tab.workspace);
    this.#visit(tab);
    this.#tabs.open(tab);
    this.#terminals.find(tab)?.activate();
  }

  /** In a new part of the window. */
  openBeside(tab: Tab, side: Side = 'right'): void {
    this.#enter(tab.workspace);
    this.#visit(tab);
    this.#tabs.split(tab, side);
    this.#terminals.find(tab)?.activate();
  }

  /** Only detaches: the session goes on. */
  close(at: SessionRef): void {
    this.#tabs.close(at);
  }

  /** Opens what was closed last, if its session is still there. */
  reopen(): void {
    const tab = this.#tabs.reopen(
      (closed) =>
        closed.workspace === this.workspaceId && (closed.kind === 'file' || this.#sessions.find(closed) !== undefined),
    );
    if (tab) this.open(tab);
  }

  /** A window of its own has a layout of its own: this one keeps its tab. */
  openWindow(at: SessionRef): void {
    window.open(pathOf({ view: 'session', at }), '_blank', 'noopener');
  }

  step(by: number): void {
    const next = this.#tabs.neighbour(by);
    if (next) this.open(next);
  }

  /** A shell at once, in the workspace's folder or one in it; on a side of what has the keyboard, or among its tabs. */
  async openShell(side?: Side, cwd?: string): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    // The same id when it is tried again: the first may have been made all the same.
    const requestId = randomId();
    await this.#attempt(async () => {
      const session = await this.create({ requestId, ...(cwd && { cwd }) });
      if (side) this.openBeside(session, side);
      else this.open(session);
    });
    this.#opening = false;
  }

  ask(asked: 'new' | 'agent' | 'palette' | 'files' | 'keys' | 'import-theme' | 'notifications'): void {
    this.#asked = { what: asked };
  }

  /** About the workspace that is shown, if no other is named. */
  askWorkspace(which: WorkspaceQuestion, at = this.workspace): void {
    this.#asked = { what: 'workspace', which, at };
  }

  /** Asks once more what could not be shown. */
  again(asked: Asked): void {
    this.#asked ??= asked;
  }

  /** Ends at once what is dead already; asks about the living. */
  endActive(): void {
    const session = this.#tabs.active && this.#sessions.find(this.#tabs.active);
    if (session && isAlive(session)) this.actions.end(session);
  }

  agree(): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked?.what === 'end') this.#try(() => this.#sessions.end(asked.session));
    else if (asked?.what === 'remove')
      this.#try(async () => {
        await this.#sessions.remove(asked.session);
        this.#tabs.drop([asked.session]);
      });
  }

  dismiss(): void {
    this.#asked = undefined;
  }

  created(session: SessionInfo): void {
    this.#asked = undefined;
    this.open(session);
  }

  /** What is seen already is no other place: back should lead to what was shown before. Nor is an empty window. */
  #visit({ workspace, id }: SessionRef): void {
    const at = { workspace, id };
    const { view } = this.#router.route;
    const same = view === 'session' ? this.#tabs.isShown(at) : view === 'home' && !this.#onePane();
    this.#router.go({ view: 'session', at }, { replace: same });
  }

  #goTo(at: SessionRef): void {
    this.#enter(at.workspace);
    const session = this.#sessions.find(at);
    if (!session && !this.#tabs.has(at)) this.#linked = at;
    this.#tabs.open(session ?? at);
  }

  /** @returns whether it is another than the one that is shown. */
  #enter(workspace: string): boolean {
    if (workspace === this.workspaceId) return false;
    const arrived = this.#arrived;
    // The tabs that come are those of another place: the address of this one stays in the history.
    this.#arrived = false;
    this.#workspaces.show(workspace);
    this.#entered(workspace);
    this.#arrived = arrived;
    return true;
  }

  #leaveHome(): void {
    const at = this.#tabs.active;
    if (at && !this.#onePane()) this.#router.go({ view: 'session', at }, { replace: true });
  }

  /** The address names what has the keyboard. */
  #followTabs(): void {
    const { route } = this.#router;
    const at = this.#tabs.active;
    if (!this.#arrived || route.view !== 'session' || (at && tabKey(at) === tabKey(route.at))) return;
    this.#router.go(at ? { view: 'session', at } : { view: 'home' }, { replace: true });
  }

  /** In the workspace that is shown, as large as the terminal that is open. */
  create(request: CreateSession): Promise<SessionInfo> {
    return this.#sessions.create(this.workspaceId, { ...request, ...this.#terminals.sizeAt(this.#tabs.active) });
  }

  #try(action: () => Promise<void>): void {
    void this.#attempt(action);
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#failed(error, () => this.#try(action));
    }
  }

  #failed(error: unknown, again: () => void): void {
    const mayPass = error instanceof ApiError && error.mayPass;
    this.#toasts.show(messageOf(error), referenceOf(error), mayPass ? again : undefined);
  }
}
