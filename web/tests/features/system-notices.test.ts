import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { browserNotices } from '../../src/features/notifications/system-notices';

const notice = { tag: 'dispatch-default-a', title: 'build', body: 'waits for you', path: '/w/default/s/a' };

/** A phone whose browser leaves notifications to service workers. */
function aPhone({ registered = true } = {}) {
  const container = new EventTarget() as ServiceWorkerContainer & EventTarget;
  const close = vi.fn();
  const registration = {
    showNotification: vi.fn(() => Promise.resolve()),
    getNotifications: vi.fn(() => Promise.resolve([{ close }])),
  };
  Object.assign(container, { getRegistration: () => Promise.resolve(registered ? registration : undefined) });
  const refuse = () => {
    throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.');
  };
  const Refused = Object.assign(vi.fn(refuse), { permission: 'granted' });
  const page = {
    isSecureContext: true,
    Notification: Refused,
    navigator: { serviceWorker: container },
    focus: vi.fn(),
  };
  const press = (tag: string) => container.dispatchEvent(new MessageEvent('message', { data: { pressed: tag } }));
  return { notices: browserNotices(page as never), registration, close, press };
}

describe('where only a service worker may show notifications', () => {
  it('it does, and a press leads where one of the page would', async () => {
    const { notices, registration, press } = aPhone();
    const pressed = vi.fn();
    notices.show({ ...notice, pressed });
    await vi.waitFor(() => expect(registration.showNotification).toHaveBeenCalled());
    expect(registration.showNotification).toHaveBeenCalledWith(
      'build',
      expect.objectContaining({ tag: notice.tag, body: notice.body, data: { path: notice.path } }),
    );
    press('dispatch-default-other');
    expect(pressed).not.toHaveBeenCalled();
    press(notice.tag);
    press(notice.tag);
    expect(pressed).toHaveBeenCalledOnce();
  });

  it('takes back what was read, and nothing that wasn’t shown', async () => {
    const { notices, registration, close } = aPhone();
    notices.close(notice.tag);
    notices.show({ ...notice, pressed: vi.fn() });
    notices.close(notice.tag);
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(registration.getNotifications.mock.calls).toEqual([[{ tag: notice.tag }]]);
  });

  it('nothing fails where there is none', async () => {
    const { notices, registration } = aPhone({ registered: false });
    notices.show({ ...notice, pressed: vi.fn() });
    notices.close(notice.tag);
    await Promise.resolve();
    expect(registration.showNotification).not.toHaveBeenCalled();
  });
});

describe('the service worker', () => {
  const source = readFileSync(join(import.meta.dirname, '../../service-worker/sw.js'), 'utf8');

  function worker(windows: { postMessage: () => void; focus: () => Promise<void> }[]) {
    const listeners = new Map<string, (event: unknown) => void>();
    const openWindow = vi.fn(() => Promise.resolve());
    const self = {
      addEventListener: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
      clients: { matchAll: () => Promise.resolve(windows), openWindow },
    };
    new Function('self', 'shell', 'version', source)(self, [], 'v');
    const press = async () => {
      let over: Promise<unknown> = Promise.resolve();
      const notification = { tag: notice.tag, data: { path: notice.path }, close: vi.fn() };
      listeners.get('notificationclick')?.({ notification, waitUntil: (end: Promise<unknown>) => (over = end) });
      await over;
      expect(notification.close).toHaveBeenCalled();
    };
    return { press, openWindow };
  }

  it('tells the pages of a press, and opens one where there is none', async () => {
    const page = { postMessage: vi.fn(), focus: vi.fn(() => Promise.resolve()) };
    const open = worker([page]);
    await open.press();
    expect(page.postMessage).toHaveBeenCalledWith({ pressed: notice.tag });
    expect(page.focus).toHaveBeenCalled();
    expect(open.openWindow).not.toHaveBeenCalled();

    const none = worker([]);
    await none.press();
    expect(none.openWindow).toHaveBeenCalledWith(notice.path);
  });
});
