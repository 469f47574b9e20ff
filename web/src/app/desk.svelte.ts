import type { ApiClient, SessionRef } from '$api/client';
import { messageOf, referenceOf } from '$api/problem';
import type { Size } from '$api/session-stream';
import type { CreateSession, SessionInfo, WorkspaceInfo } from '$api/types';
import { isAlive } from '$lib/session-state';
import { randomId } from '$lib/random-id';
import type { Toasts } from '$ui/toasts.svelte';
import { NewSession } from '../features/sessions/new-session.svelte';
import type { SessionActions } from '../features/sessions/session-actions';
import type { Sessions } from '../features/sessions/sessions.svelte';
import type { Router } from './router.svelte';
import { tabKey, type Tabs } from './tabs.svelte';

export type Asked =
  | { readonly what: 'end' | 'remove'; readonly session: SessionInfo }
  | { readonly what: 'new'; readonly form: NewSession }
  | { readonly what: 'palette' | 'keys' };

/** What is used of the terminals that are open. */
export interface OpenTerminals {
  /** What a new terminal should begin with, so that it isn't resized at once. */
  readonly size: Size | undefined;
  find(at: SessionRef): { activate(): void } | undefined;
}

/** What a person does on this page: opens and closes sessions, and is asked things. */
export class Desk {
  readonly #client: Pick<ApiClient, 'workspaces'>;
  readonly #sessions: Sessions;
  readonly #tabs: Tabs;
  readonly #router: Router;
  readonly #toasts: Toasts;
  readonly #terminals: OpenTerminals;
  #asked = $state.raw<Asked>();
  #workspace = $state.raw<WorkspaceInfo>();
  #opening = $state(false);

  constructor(
    client: Pick<ApiClient, 'workspaces'>,
    sessions: Sessions,
    tabs: Tabs,
    router: Router,
    toasts: Toasts,
    terminals: OpenTerminals,
  ) {
    this.#client = client;
    this.#sessions = sessions;
    this.#tabs = tabs;
    this.#router = router;
    this.#toasts = toasts;
    this.#terminals = terminals;
    if (router.route.view === 'session') tabs.open(router.route.at);
  }

  /** The one dialog that is open. */
  get asked(): Asked | undefined {
    return this.#asked;
  }

  get workspace(): WorkspaceInfo | undefined {
    return this.#workspace;
  }

  get opening(): boolean {
    return this.#opening;
  }

  /** The rows' actions. */
  readonly actions: SessionActions = {
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
    remove: (session) => (this.#asked = { what: 'remove', session }),
  };

  async load(): Promise<void> {
    try {
      this.#workspace = (await this.#client.workspaces())[0];
    } catch (error) {
      this.#toasts.show(messageOf(error), referenceOf(error));
    }
  }

  open({ workspace, id }: SessionRef): void {
    const at = { workspace, id };
    this.#tabs.open(at);
    this.#router.go({ view: 'session', at });
    this.#terminals.find(at)?.activate();
  }

  /** Only detaches: the session goes on. */
  close(at: SessionRef): void {
    const wasShown = this.#tabs.active && tabKey(this.#tabs.active) === tabKey(at);
    this.#tabs.close(at);
    if (!wasShown || this.#router.route.view !== 'session') return;
    const next = this.#tabs.active;
    this.#router.go(next ? { view: 'session', at: next } : { view: 'home' }, { replace: true });
  }

  step(by: number): void {
    const next = this.#tabs.neighbour(by);
    if (next) this.open(next);
  }

  /** A shell at once, in the workspace's folder. */
  async openShell(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    await this.#attempt(async () => {
      this.open(await this.#create({ requestId: randomId() }));
    });
    this.#opening = false;
  }

  ask(asked: 'new' | 'palette' | 'keys'): void {
    this.#asked =
      asked === 'new'
        ? {
            what: 'new',
            form: new NewSession((request) => this.#create(request), randomId()),
          }
        : { what: asked };
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
        this.close(asked.session);
      });
  }

  dismiss(): void {
    this.#asked = undefined;
  }

  created(session: SessionInfo): void {
    this.#asked = undefined;
    this.open(session);
  }

  #create(request: CreateSession): Promise<SessionInfo> {
    return this.#sessions.create(this.#workspace?.id ?? 'default', { ...request, ...this.#terminals.size });
  }

  #try(action: () => Promise<void>): void {
    void this.#attempt(action);
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#toasts.show(messageOf(error), referenceOf(error));
    }
  }
}
