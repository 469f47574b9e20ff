import type { ApiClient, SessionRef } from '$api/client';
import type { NotificationInfo } from '$api/types';
import type { Clock } from '$lib/clock';
import type { Store } from '$lib/storage';
import type { Toasts } from '$ui/toasts.svelte';
import { Badge } from '../features/notifications/badge';
import { Notifications, refOf } from '../features/notifications/notifications.svelte';
import { browserNotices } from '../features/notifications/system-notices';
import { Telling } from '../features/notifications/telling';
import { sentence, toneOf } from '../features/notifications/words';
import type { SessionNews } from '../features/sessions/session-actions';
import type { Sessions } from '../features/sessions/sessions.svelte';
import type { Settings } from '../features/settings/settings.svelte';
import type { Desk } from './desk.svelte';
import { pathOf } from './router.svelte';
import type { Terminals } from './terminals';

export interface NoticesOptions {
  readonly client: Pick<ApiClient, 'readNotifications'>;
  readonly settings: Settings;
  readonly sessions: Sessions;
  readonly toasts: Toasts;
  readonly desk: Desk;
  readonly terminals: Terminals;
  readonly store: Store;
  readonly clock: Clock;
  /** Whether a person is at this page. */
  here(): boolean;
  /** Whether a person looks at this very session now. */
  watched(at: SessionRef): boolean;
}

/** What there is of notifications once there is one, or somebody wants to see them. */
export class NoticeCore {
  readonly outside = browserNotices(window);
  readonly notifications: Notifications;
  readonly badge = new Badge({
    icon: document.querySelector<HTMLLinkElement>('link[rel=icon]'),
    app: navigator,
    drawing: async () => (await fetch('/favicon.svg')).text(),
  });
  readonly #telling: Telling;
  readonly #options: NoticesOptions;

  constructor(options: NoticesOptions, muted: (at: SessionRef) => boolean) {
    const { settings, toasts, client } = options;
    this.#options = options;
    this.notifications = new Notifications({
      ...options,
      muted,
      read: client.readNotifications,
      threshold: () => settings.get('notifications.longCommand') * 1000 || undefined,
      tell: (item) => void this.#telling.tell(item),
      changed: () => this.#telling.unread(this.notifications.unread),
    });
    this.#telling = new Telling({
      ...options,
      locks: navigator.locks,
      notices: this.outside,
      outside: () => settings.get('notifications.system'),
      setOutside: (on) => settings.set('notifications.system', on),
      quietHours: () => settings.get('notifications.quietHours'),
      toast: (toast) => toasts.tell(toast),
      isUnread: (item) => this.notifications.isUnread(item),
      open: (item) => this.open(item),
      pathTo: (item) => pathOf({ view: 'session', at: refOf(item) }),
    });
  }

  /** What a session has to say that nobody has read, as a list shows it. */
  newsOf(at: SessionRef): SessionNews | undefined {
    const item = this.notifications.of(at);
    return item && { text: sentence(item), tone: toneOf(item) };
  }

  /** Goes to the session, and to the command in it. */
  open(item: NotificationInfo): void {
    const { sessions, terminals, desk } = this.#options;
    const at = refOf(item);
    if (typeof item.command === 'number') terminals.showCommand(at, item.command);
    desk.open(sessions.find(at) ?? at);
    void this.notifications.read([item]);
  }
}
