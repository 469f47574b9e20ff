/**
 * The way to a person outside the page. There is one: the browser's own notifications, while the page is open. Push to a closed browser comes
 * in here, as a service worker's: it shows the same notices by the same tags.
 */
export interface SystemNotices {
  /** `unknown`: a person has not been asked yet. `insecure`: a browser has them only for HTTPS and the machine itself. */
  readonly permission: 'granted' | 'denied' | 'unknown' | 'insecure';
  /** Only on a person's own press: a browser refuses it otherwise, and rightly. */
  ask(): Promise<boolean>;
  /** One with the same tag takes the place of the one before. */
  show(notice: SystemNotice): void;
  close(tag: string): void;
}

export interface SystemNotice {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** Where it leads when no page is open any more to be asked. */
  readonly path: string;
  pressed(): void;
}

export function browserNotices(window: Window & typeof globalThis): SystemNotices {
  const shown = new Map<string, Notification>();
  const byWorker = workerNotices(window.navigator.serviceWorker as ServiceWorkerContainer | undefined);
  return {
    get permission() {
      if (!window.isSecureContext) return 'insecure';
      if (typeof window.Notification === 'undefined') return 'denied';
      return window.Notification.permission === 'default' ? 'unknown' : window.Notification.permission;
    },
    async ask() {
      return (
        typeof window.Notification !== 'undefined' && (await window.Notification.requestPermission()) === 'granted'
      );
    },
    show(notice) {
      const { tag, title, pressed } = notice;
      try {
        const options = optionsOf(notice);
        const notification = new window.Notification(title, options);
        shown.set(tag, notification);
        notification.onclick = () => {
          window.focus();
          notification.close();
          pressed();
        };
        notification.onclose = () => {
          if (shown.get(tag) === notification) shown.delete(tag);
        };
      } catch {
        // On Android only a service worker may; where there is none, the page says it as well.
        byWorker?.show(notice);
      }
    },
    close(tag) {
      shown.get(tag)?.close();
      shown.delete(tag);
      byWorker?.close(tag);
    },
  };
}

function optionsOf({ tag, body, path }: SystemNotice): NotificationOptions {
  // Newer than what it takes the place of: worth a sound of its own.
  return { tag, body, icon: '/favicon.svg', renotify: true, data: { path } } as NotificationOptions;
}

/** By the service worker, which tells all pages of a press: the one that showed it knows what is meant. */
function workerNotices(container: ServiceWorkerContainer | undefined) {
  if (!container) return undefined;
  const shown = new Map<string, SystemNotice>();
  const closed = async (tag: string) => {
    const registration = await container.getRegistration();
    for (const notification of (await registration?.getNotifications({ tag })) ?? []) notification.close();
  };
  container.addEventListener('message', ({ data }: MessageEvent<{ pressed?: string } | null>) => {
    const notice = shown.get(data?.pressed ?? '');
    shown.delete(data?.pressed ?? '');
    notice?.pressed();
  });
  return {
    show(notice: SystemNotice): void {
      shown.set(notice.tag, notice);
      void container
        .getRegistration()
        .then((registration) => registration?.showNotification(notice.title, optionsOf(notice)))
        .catch(() => undefined);
    },
    close(tag: string): void {
      if (shown.delete(tag)) void closed(tag).catch(() => undefined);
    },
  };
}
