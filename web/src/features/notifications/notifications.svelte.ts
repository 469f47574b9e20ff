import type { SessionRef } from '$api/client';
import type { NotificationInfo } from '$api/types';

export interface NotificationsOptions {
  read(which: { ids: readonly number[] }): Promise<void>;
  /** How long a command must have run to be worth a word, in milliseconds; undefined when none is. */
  threshold(): number | undefined;
  muted(at: SessionRef): boolean;
  /** Whether a person is at this page. */
  here(): boolean;
  /** Whether a person looks at this very session now. */
  watched(at: SessionRef): boolean;
  /** Something new that nobody saw happen. */
  tell(item: NotificationInfo): void;
  /** What is unread has changed. */
  changed(): void;
}

/** A server takes no more at a time. */
const mostRead = 500;
/** What was read here is known for so many: far more than anything shows. */
const mostKnown = 2000;

/** What nobody has read yet, the same in all browsers of a person: the live stream is the truth, and what was read here is so at once. */
export class Notifications {
  readonly #options: NotificationsOptions;
  /** The newest first. */
  #all = $state.raw<readonly NotificationInfo[]>([]);
  #version = $state(0);
  #read = $state.raw<ReadonlySet<number>>(new Set());

  /** The server didn't take it that something was seen: it is told again once it has said a word, and not with every key pressed. */
  #refused = false;

  readonly #unread = $derived(this.#all.filter((item) => !this.#read.has(item.id) && this.#isWorthAWord(item)));
  readonly #newest = $derived(new Map(this.#unread.toReversed().map((item) => [keyOf(item), item])));

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  get unread(): readonly NotificationInfo[] {
    return this.#unread;
  }

  get count(): number {
    return this.#unread.length;
  }

  /** Changes with every word of the server: what was asked for before may be another by now. */
  get version(): number {
    return this.#version;
  }

  /** The newest of a session. */
  of({ workspace, id }: SessionRef): NotificationInfo | undefined {
    return this.#newest.get(`${workspace}/${id}`);
  }

  isUnread(item: NotificationInfo): boolean {
    return !item.read && !this.#read.has(item.id);
  }

  take(item: NotificationInfo): void {
    if (this.#all.some(({ id }) => id === item.id)) return;
    this.#all = [item, ...this.#all];
    this.#heard();
    if (this.#options.here() && this.#isSeen(item)) void this.read([item]);
    else if (this.#isWorthAWord(item)) this.#options.tell(item);
  }

  takeUnread(items: readonly NotificationInfo[]): void {
    this.#all = items;
    this.#heard();
    this.looked();
  }

  /** Somebody is at the page, or looks at another session of it. */
  looked(): void {
    if (this.#all.length === 0 || this.#refused || !this.#options.here()) return;
    const read = this.#all.filter((item) => this.isUnread(item) && this.#isSeen(item));
    if (read.length > 0) void this.read(read);
  }

  /** Gives why it couldn't be told to the server; it is unread again then. */
  async read(items: readonly NotificationInfo[]): Promise<unknown> {
    const ids = items.map(({ id }) => id).slice(0, mostRead);
    this.#read = new Set([...this.#read, ...ids].slice(-mostKnown));
    this.#options.changed();
    try {
      await this.#options.read({ ids });
      return undefined;
    } catch (error) {
      this.#refused = true;
      this.#read = new Set([...this.#read].filter((id) => !ids.includes(id)));
      this.#options.changed();
      return error;
    }
  }

  #heard(): void {
    this.#refused = false;
    this.#version++;
    this.#options.changed();
  }

  #isSeen(item: NotificationInfo): boolean {
    return !this.#isWorthAWord(item) || this.#options.watched(refOf(item));
  }

  /** A session that is muted, and a command that took no time, say nothing. */
  #isWorthAWord(item: NotificationInfo): boolean {
    if (this.#options.muted(refOf(item))) return false;
    if (item.kind !== 'commandEnded') return true;
    const threshold = this.#options.threshold();
    return threshold !== undefined && (item.durationMs ?? 0) >= threshold;
  }
}

export function refOf({ workspace, sessionId }: NotificationInfo): SessionRef {
  return { workspace, id: sessionId };
}

function keyOf({ workspace, sessionId }: NotificationInfo): string {
  return `${workspace}/${sessionId}`;
}
