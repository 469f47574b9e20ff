import type { SessionRef } from '$api/client';
import { messageOf, referenceOf } from '$api/problem';
import type { NotificationInfo, NotificationList } from '$api/types';
import type { Reference } from '$lib/reference';
import { refOf, type Notifications } from './notifications.svelte';

export interface CentreGateway {
  notifications(before?: number): Promise<NotificationList>;
  readNotifications(which: { through: number }): Promise<void>;
  clearNotifications(through: number): Promise<void>;
}

export interface SessionGroup {
  readonly at: SessionRef;
  readonly key: string;
  /** What the session was called when the newest of it happened. */
  readonly name: string;
  readonly items: readonly NotificationInfo[];
}

/** What one was told of lately, by session, the one with the newest first. */
export class Centre {
  readonly #gateway: CentreGateway;
  readonly #notifications: Notifications;
  #items = $state.raw<readonly NotificationInfo[]>();
  #older = $state(false);
  #problem = $state<string>();
  #reference = $state.raw<Reference>();
  #asked = 0;
  #fetching = false;

  readonly groups = $derived.by((): readonly SessionGroup[] => {
    const groups = new Map<string, SessionGroup & { items: NotificationInfo[] }>();
    for (const item of this.#items ?? []) {
      const key = `${item.workspace}/${item.sessionId}`;
      const group = groups.get(key) ?? { key, at: refOf(item), name: item.sessionName, items: [] };
      group.items.push(item);
      groups.set(key, group);
    }
    return [...groups.values()];
  });
  readonly hasUnread = $derived(this.#items?.some((item) => this.isUnread(item)) ?? false);
  readonly hasRead = $derived(this.#items?.some((item) => !this.isUnread(item)) ?? false);

  constructor(gateway: CentreGateway, notifications: Notifications) {
    this.#gateway = gateway;
    this.#notifications = notifications;
  }

  get loaded(): boolean {
    return this.#items !== undefined;
  }

  get older(): boolean {
    return this.#older;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  isUnread(item: NotificationInfo): boolean {
    return this.#notifications.isUnread(item);
  }

  /** Once more, as far back as it was looked at. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const last = this.#items?.at(-1)?.id ?? Infinity;
    await this.#try(async () => {
      let { items, older } = await this.#gateway.notifications();
      while (older && (items.at(-1)?.id ?? 0) > last) {
        const more = await this.#gateway.notifications(items.at(-1)?.id);
        items = [...items, ...more.items];
        older = more.older && more.items.length > 0;
      }
      // A later question has a later answer.
      if (asked !== this.#asked) return;
      this.#items = items;
      this.#older = older;
    });
  }

  async loadOlder(): Promise<void> {
    const last = this.#items?.at(-1);
    if (!last || this.#fetching) return;
    this.#fetching = true;
    const asked = this.#asked;
    await this.#try(async () => {
      const { items, older } = await this.#gateway.notifications(last.id);
      if (asked !== this.#asked) return;
      this.#items = [...(this.#items ?? []), ...items];
      this.#older = older;
    });
    this.#fetching = false;
  }

  async readAll(): Promise<void> {
    const newest = this.#items?.[0];
    if (newest) await this.#try(() => this.#gateway.readNotifications({ through: newest.id }));
  }

  async read(items: readonly NotificationInfo[]): Promise<void> {
    const error = await this.#notifications.read(items.filter((item) => this.isUnread(item)));
    if (error !== undefined) this.#failed(error);
  }

  /** Takes away what was read. */
  async clear(): Promise<void> {
    const newest = this.#items?.[0];
    if (!newest) return;
    await this.#try(async () => {
      await this.#gateway.clearNotifications(newest.id);
      await this.load();
    });
  }

  async #try(action: () => Promise<void>): Promise<void> {
    this.#problem = this.#reference = undefined;
    try {
      await action();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#problem = messageOf(error);
    this.#reference = referenceOf(error);
  }
}
