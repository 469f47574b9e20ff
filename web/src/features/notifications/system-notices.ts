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
  pressed(): void;
}

export function browserNotices(window: Window & typeof globalThis): SystemNotices {
  const shown = new Map<string, Notification>();
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
    show({ tag, title, body, pressed }) {
      try {
        // Newer than what it takes the place of: worth a sound of its own.
        const options = { tag, body, icon: '/favicon.svg', renotify: true };
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
        // Some phones let only a service worker do this; the page says it as well.
      }
    },
    close(tag) {
      shown.get(tag)?.close();
      shown.delete(tag);
    },
  };
}
