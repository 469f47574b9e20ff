import type { SessionRef } from '$api/client';
import type { CreateSession, SessionInfo } from '$api/types';
import { isAlive } from '$lib/session-state';

export interface SessionGateway {
  create(workspace: string, body: CreateSession): Promise<SessionInfo>;
  rename(at: SessionRef, name: string): Promise<SessionInfo>;
  end(at: SessionRef): Promise<SessionInfo>;
  restart(at: SessionRef): Promise<SessionInfo>;
  remove(at: SessionRef): Promise<void>;
}

/** All sessions as the server last told them. The stream is the truth; an answer to a command only shows it sooner. */
export class Sessions {
  readonly #gateway: SessionGateway;
  /** Another one with each change. */
  #byKey = $state.raw<ReadonlyMap<string, SessionInfo>>(new Map());
  #loaded = $state(false);
  #workspace = $state<string>();

  readonly #newestFirst = $derived(
    [...this.#byKey.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt) || a.id.localeCompare(b.id)),
  );
  readonly #here = $derived(
    this.#newestFirst.filter(({ workspace }) => this.#workspace === undefined || workspace === this.#workspace),
  );
  readonly #running = $derived(this.#here.filter(isAlive));
  readonly #ended = $derived(
    this.#here
      .filter((session) => !isAlive(session))
      .sort((a, b) => (b.endedAt ?? b.createdAt).localeCompare(a.endedAt ?? a.createdAt)),
  );

  constructor(gateway: SessionGateway) {
    this.#gateway = gateway;
  }

  /** False until the first list came. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Shows those of one workspace from now on. */
  show(workspace: string): void {
    this.#workspace = workspace;
  }

  /** Of every workspace. */
  get all(): readonly SessionInfo[] {
    return this.#newestFirst;
  }

  /** Of the workspace that is shown. */
  get running(): readonly SessionInfo[] {
    return this.#running;
  }

  /** Of the workspace that is shown. */
  get ended(): readonly SessionInfo[] {
    return this.#ended;
  }

  find(at: SessionRef): SessionInfo | undefined {
    return this.#byKey.get(key(at));
  }

  replaceAll(items: readonly SessionInfo[]): void {
    this.#byKey = new Map(items.map((item) => [key(item), item]));
    this.#loaded = true;
  }

  put(item: SessionInfo): void {
    const known = this.#byKey.get(key(item));
    // The answer to a command and the stream race: never go back.
    if (known && known.epoch === item.epoch && known.seq > item.seq) return;
    this.#byKey = new Map(this.#byKey).set(key(item), item);
  }

  drop(at: SessionRef): void {
    const left = new Map(this.#byKey);
    if (left.delete(key(at))) this.#byKey = left;
  }

  async create(workspace: string, request: CreateSession): Promise<SessionInfo> {
    return this.#keep(await this.#gateway.create(workspace, request));
  }

  async rename(at: SessionRef, name: string): Promise<void> {
    this.#keep(await this.#gateway.rename(at, name.trim()));
  }

  async end(at: SessionRef): Promise<void> {
    this.#keep(await this.#gateway.end(at));
  }

  async restart(at: SessionRef): Promise<void> {
    this.#keep(await this.#gateway.restart(at));
  }

  async remove(at: SessionRef): Promise<void> {
    await this.#gateway.remove(at);
    this.drop(at);
  }

  #keep(session: SessionInfo): SessionInfo {
    this.put(session);
    return session;
  }
}

function key({ workspace, id }: SessionRef): string {
  return `${workspace}/${id}`;
}
