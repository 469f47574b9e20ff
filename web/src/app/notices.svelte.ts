import type { SessionRef } from '$api/client';
import type { NotificationInfo } from '$api/types';
import { m } from '$lib/messages';
import type { SessionNews } from '../features/sessions/session-actions';
import type { NoticeCore, NoticesOptions } from './notice-core';

/** What the page's frame shows of notifications. The rest comes with the first one: the first paint does without. */
export class Notices {
  readonly #options: NoticesOptions;
  #core = $state.raw<NoticeCore>();
  #loading: Promise<NoticeCore> | undefined;

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  /** So many are unread. */
  get count(): number {
    return this.#core?.notifications.count ?? 0;
  }

  /** `Notifications, 2 unread` */
  get label(): string {
    return this.count > 0 ? m.notifications_open_unread({ count: this.count }) : m.notifications_open();
  }

  newsOf(at: SessionRef): SessionNews | undefined {
    return this.#core?.newsOf(at);
  }

  /** Somebody is at the page, or looks at another session of it. */
  looked(): void {
    this.#core?.notifications.looked();
  }

  /** On the icon of the tab, and of the installed app. */
  badge(count: number): void {
    void this.#core?.badge.show(count);
  }

  readonly events = {
    notification: (item: NotificationInfo) => this.#tell((core) => core.notifications.take(item)),
    unread: (items: readonly NotificationInfo[]) => {
      if (items.length > 0 || this.#loading) this.#tell((core) => core.notifications.takeUnread(items));
    },
  };

  muted(at: SessionRef): boolean {
    return this.#options.settings.get('notifications.muted').includes(at.id);
  }

  /** Also reads what a session said before it was muted. */
  toggleMute(at: SessionRef): void {
    const { settings, sessions } = this.#options;
    const others = settings.get('notifications.muted').filter((id) => id !== at.id);
    if (this.muted(at)) return settings.set('notifications.muted', others);
    // Those that are there no more need no place.
    const there = others.filter((id) => sessions.all.some((session) => session.id === id));
    settings.set('notifications.muted', [...(sessions.loaded ? there : others), at.id]);
    this.looked();
  }

  /** For the menus of sessions. */
  muteItem(at: SessionRef) {
    const muted = this.muted(at);
    return {
      id: 'mute',
      label: muted ? m.notifications_unmute() : m.notifications_mute(),
      icon: muted ? ('bell' as const) : ('bellOff' as const),
      run: () => this.toggleMute(at),
    };
  }

  load(): Promise<NoticeCore> {
    return (this.#loading ??= import('./notice-core').then(
      ({ NoticeCore }) => (this.#core = new NoticeCore(this.#options, (at) => this.muted(at))),
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    ));
  }

  /** Without its code it goes untold, and is counted again with the next word. */
  #tell(use: (core: NoticeCore) => void): void {
    void this.load().then(use, () => undefined);
  }
}
