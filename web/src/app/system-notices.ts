/** The browser's own notifications, which reach a person outside the page. */
export interface SystemNotices {
  /** `unknown`: a person has not been asked yet. */
  readonly permission: 'granted' | 'denied' | 'unknown';
  /** Only on a person's own press: a browser refuses it otherwise, and rightly. */
  ask(): Promise<boolean>;
  show(notice: { title: string; body: string; tag: string; pressed: () => void }): void;
}

export const browserNotices: SystemNotices = {
  get permission() {
    if (!('Notification' in window)) return 'denied';
    return Notification.permission === 'default' ? 'unknown' : Notification.permission;
  },
  async ask() {
    return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
  },
  show({ title, body, tag, pressed }) {
    try {
      const notification = new Notification(title, { body, tag, icon: '/favicon.svg' });
      notification.onclick = () => {
        window.focus();
        notification.close();
        pressed();
      };
    } catch {
      // Some phones let only a service worker do this; the page says it as well.
    }
  },
};
