import type { Locator, Page } from '@playwright/test';
import type { Dispatch } from '../harness/dispatch.ts';
import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('a bell in a session that nobody looks at is told of in all browsers, and read in all when in one @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const laptop = await DispatchPage.signedIn(dispatch, browser);
  const other = await DispatchPage.signedIn(dispatch, browser);
  await asker(dispatch, 'asker');

  const toast = laptop.page.getByRole('status').filter({ hasText: 'asker' });
  await expect(toast).toContainText('Which one?');
  await expect(other.page).toHaveTitle('(1) Dispatch');
  await expect(laptop.page).toHaveTitle('(1) Dispatch');
  await expect(bell(other.page)).toHaveAccessibleName('Notifications, 1 unread');
  await expect(laptop.row('asker')).toContainText('Which one?');
  await expect(icon(laptop.page)).toHaveAttribute('href', /^data:.*%3E1%3C%2Ftext/);

  await toast.getByRole('button', { name: 'Show' }).click();
  await laptop.live();
  for (const { page } of [laptop, other]) {
    await expect(page).toHaveTitle(/^(asker · )?Dispatch$/);
    await expect(bell(page)).toHaveAccessibleName('Notifications');
    await expect(icon(page)).toHaveAttribute('href', '/favicon.svg');
  }
});

test('a long command that ends in another tab is told of, and leads to itself', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await set(page.page, 'notifications.longCommand', 1);
  await dispatch.api.create({ name: 'building', command: ['bash', '-i'] });
  await page.row('building').getByRole('button').first().click();
  await page.live();
  await page.line('sleep 1.5; false');
  await page.page.getByRole('button', { name: 'New terminal', exact: true }).first().click();

  const toast = page.page.getByRole('alert').filter({ hasText: 'sleep 1.5; false: exit 1 after' });
  await expect(toast).toContainText('building');
  await expect(page.row('building')).toContainText('exit 1 after');
  await expect(page.page).toHaveTitle(/^\(1\) /);
  await toast.getByRole('button', { name: 'Show' }).click();

  await expect(page.page).toHaveTitle(/^building/);
  await expect(page.row('building')).not.toContainText('exit 1 after');
  await expect(page.page.locator('.chosen').getByRole('button', { name: /sleep 1.5/ })).toBeVisible();
});

test('the list says what happened by session, and what was read in it is read elsewhere', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const other = await DispatchPage.signedIn(dispatch, browser);
  await asker(dispatch, 'asker');
  await dispatch.api.create({ name: 'broken', command: ['bash', '-c', 'exit 3'] });
  await expect(bell(page.page)).toHaveAccessibleName('Notifications, 2 unread');

  const list = await openList(page.page);
  await expect(list.getByRole('region')).toHaveCount(3);
  await expect(list.getByRole('region', { name: 'broken' })).toContainText('exited 3');
  await expect(list.getByRole('button', { name: /Which one\? .*unread/ })).toBeVisible();
  await expect(list.getByRole('button', { name: 'Clear read' })).toBeDisabled();

  await list.getByRole('button', { name: 'Mark all of broken read' }).click();
  await expect(bell(other.page)).toHaveAccessibleName('Notifications, 1 unread');
  await list.getByRole('button', { name: 'Clear read' }).click();
  await expect(list.getByRole('region', { name: 'broken' })).toBeHidden();
  await expect(list.getByRole('region', { name: 'asker' })).toBeVisible();
  await openList(other.page);
  await list.getByRole('button', { name: 'Mark all read' }).click();
  await expect(other.page.getByRole('button', { name: 'Mark all read' })).toBeDisabled();
  await list.getByRole('button', { name: 'Clear read' }).click();
  await expect(list).toContainText('Nothing to tell');
  await expect(other.page.getByRole('dialog', { name: 'Notifications' })).toContainText('Nothing to tell');
});

test('a session that is muted says nothing, in any browser, until it is unmuted', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const other = await DispatchPage.signedIn(dispatch, browser);
  const loud = await asker(dispatch, 'loud', 'read; printf "\\a"; printf "\\033]9;Again\\007"; cat');
  await expect(bell(other.page)).toHaveAccessibleName('Notifications, 1 unread');

  await page.chooseFor('loud', 'Mute');
  await expect(page.row('loud')).toContainText('muted');
  await expect(bell(page.page)).toHaveAccessibleName('Notifications');
  await expect(bell(other.page)).toHaveAccessibleName('Notifications');
  await send(dispatch, loud, '\n');
  await dispatch.api.create({ name: 'broken', command: ['bash', '-c', 'exit 3'] });
  await expect(bell(other.page)).toHaveAccessibleName('Notifications, 1 unread');
  await expect(other.row('loud').locator('.news')).toBeHidden();

  await page.chooseFor('loud', 'Unmute');
  await expect(page.row('loud')).not.toContainText('muted');
});

test('who looks elsewhere is told by the browser: once for two tabs, and it leads to the session', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const context = await browser.newContext();
  await context.addInitScript(stubNotifications);
  const page = await DispatchPage.signInto(dispatch, context);
  const second = new DispatchPage(await context.newPage());
  await second.page.goto(dispatch.url);
  await expect(second.newTerminal).toBeVisible();

  // Asked by a press, and by nothing else.
  expect(await shown(page.page, 'asked')).toBe(0);
  const list = await openList(page.page);
  await list.getByRole('button', { name: 'Turn on' }).click();
  await expect(list).toContainText('The browser tells you while the page is not looked at.');
  expect(await shown(page.page, 'asked')).toBe(1);
  await page.page.keyboard.press('Escape');

  await second.page.evaluate(() => ((window as unknown as Stubbed).stub.permission = 'granted'));
  await lookAway(page.page);
  await lookAway(second.page);
  await asker(dispatch, 'asker');
  const all = async () => [...(await notices(page.page)), ...(await notices(second.page))];
  await expect.poll(all).toEqual(['asker: Which one?']);
  await expect(page.page.getByRole('status').filter({ hasText: 'asker' })).toBeHidden();

  const [told, silent] = (await notices(page.page)).length > 0 ? [page, second] : [second, page];
  await told.page.evaluate(() => (window as unknown as Stubbed).stub.notices[0]?.onclick?.());
  await expect(told.page).toHaveTitle(/asker/);
  await expect.poll(() => shown(told.page, 'closed')).toBe(1);
  await expect(bell(silent.page)).toHaveAccessibleName('Notifications');
});

test('what was read elsewhere is taken back, and in quiet hours nothing is told outside the page', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const context = await browser.newContext({ timezoneId: 'Europe/Vienna' });
  await context.addInitScript(stubNotifications);
  const page = await DispatchPage.signInto(dispatch, context);
  const other = await DispatchPage.signedIn(dispatch, browser);
  await set(page.page, 'notifications.system', true, 'device');
  await page.page.evaluate(() => ((window as unknown as Stubbed).stub.permission = 'granted'));
  await lookAway(page.page);
  await asker(dispatch, 'first');
  await expect.poll(() => notices(page.page)).toEqual(['first: Which one?']);
  await (await openList(other.page)).getByRole('button', { name: 'Mark all read' }).click();
  await expect.poll(() => shown(page.page, 'closed')).toBe(1);

  await set(page.page, 'notifications.quietHours', '22:00-07:00', 'user');
  await page.page.clock.setFixedTime('2026-11-22T23:30:00+01:00');
  await asker(dispatch, 'night');
  await expect(bell(page.page)).toHaveAccessibleName('Notifications, 1 unread');
  await page.page.clock.setFixedTime('2026-11-23T07:00:00+01:00');
  await asker(dispatch, 'morning');
  await expect.poll(() => notices(page.page)).toEqual(['first: Which one?', 'morning: Which one?']);
});

test('a browser that blocks notifications is said, and what to do', async ({ ownDispatch: dispatch, browser }) => {
  const context = await browser.newContext();
  await context.addInitScript(stubNotifications);
  const page = await DispatchPage.signInto(dispatch, context);
  await page.page.evaluate(() => ((window as unknown as Stubbed).stub.answer = 'denied'));
  const list = await openList(page.page);
  await list.getByRole('button', { name: 'Turn on' }).click();

  await expect(list).toContainText('The browser blocks notifications of this page.');
  await expect(list.getByRole('button', { name: 'Turn on' })).toBeHidden();
});

for (const [device, options] of desktopAndPhone) {
  test(`the list can be used by everyone: ${device}`, async ({ ownDispatch: dispatch, browser }) => {
    test.slow();
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    await openList(page.page);
    await expect(page.page.getByRole('dialog')).toContainText('Nothing to tell');
    await look(page.page, device, 'notifications, empty');
    await page.page.keyboard.press('Escape');
    await asker(dispatch, 'claude');
    const build = await dispatch.api.create({ name: 'build', command: ['bash', '-i'] });
    await send(dispatch, build, 'sleep 1.2 && false\n');
    await dispatch.api.create({ name: 'migrate', command: ['bash', '-c', 'exit 3'] });
    await set(page.page, 'notifications.longCommand', 1);
    await expect(bell(page.page)).toHaveAccessibleName('Notifications, 3 unread');
    await look(page.page, device, 'notifications, unread');
    const list = await openList(page.page);
    await expect(list).toContainText('exit 1 after');
    await list.getByRole('button', { name: 'Mark all of migrate read' }).click();
    await list.getByRole('button', { name: 'Mute migrate' }).click();
    await look(page.page, device, 'notifications, list');
  });
}

/** A session whose program asks something. */
async function asker(dispatch: Dispatch, name: string, then = 'cat') {
  return dispatch.api.create({ name, command: ['bash', '-c', `printf '\\033]9;Which one?\\007'; ${then}`] });
}

async function send(dispatch: Dispatch, { id }: { id: string }, text: string): Promise<void> {
  const attachment = await dispatch.attach(id);
  await attachment.type(text);
  await attachment.close();
}

function bell(page: Page): Locator {
  return page.getByRole('button', { name: /^Notifications/ });
}

function icon(page: Page): Locator {
  return page.locator('link[rel=icon]');
}

async function openList(page: Page): Promise<Locator> {
  await bell(page).click();
  return page.getByRole('dialog', { name: 'Notifications' });
}

async function set(page: Page, key: string, value: unknown, layer = 'user'): Promise<void> {
  const status = await page.evaluate(
    async ([layer, values]) =>
      (
        await fetch(`/api/settings/${layer as string}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ values }),
        })
      ).status,
    [layer, { [key]: value }],
  );
  expect(status).toBe(200);
}

type Stubbed = {
  stub: {
    permission: string;
    answer: string;
    asked: number;
    closed: number;
    notices: { said: string; onclick?: () => void }[];
  };
};

/** Chromium without a screen refuses notifications: these are as a person's browser has them. */
function stubNotifications() {
  const stub: Stubbed['stub'] = { permission: 'default', answer: 'granted', asked: 0, closed: 0, notices: [] };
  class StubNotification {
    static get permission() {
      return stub.permission;
    }
    static requestPermission() {
      stub.asked++;
      stub.permission = stub.answer;
      return Promise.resolve(stub.permission);
    }
    said: string;
    onclick?: () => void;
    onclose?: () => void;
    constructor(title: string, { body }: { body: string }) {
      this.said = `${title}: ${body}`;
      stub.notices.push(this);
    }
    close() {
      stub.closed++;
      this.onclose?.();
    }
  }
  Object.assign(window, { stub, Notification: StubNotification });
}

function notices(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as Stubbed).stub.notices.map(({ said }) => said));
}

function shown(page: Page, what: 'asked' | 'closed'): Promise<number> {
  return page.evaluate((name) => (window as unknown as Stubbed).stub[name], what);
}

/** Another window has the keyboard. */
async function lookAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.hasFocus = () => false;
    window.dispatchEvent(new Event('blur'));
  });
}
