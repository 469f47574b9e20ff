import { desktop, deviceScaleFactor, look, lookedAt, type Device } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

interface View {
  readonly name: string;
  readonly on?: readonly Device[];
  reach(page: DispatchPage): Promise<unknown>;
  leave?(page: DispatchPage): Promise<unknown>;
}

const escape = ({ page }: DispatchPage) => page.keyboard.press('Escape');
const dialog = ({ page }: DispatchPage) => expect(page.getByRole('dialog').first()).toBeVisible();
const headed = ({ page }: DispatchPage, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/** Every view, in an order in which one leads to the next. What the views show in other states is shown by their own tests. */
const views: readonly View[] = [
  { name: 'empty', reach: (page) => expect(page.newTerminal).toBeVisible() },
  {
    name: 'terminal',
    async reach(page) {
      await page.openTerminal();
      await page.line('printf "\\033[1;31mred \\033[32mgreen \\033[34mblue\\033[0m 漢字 🙂 plain\\n"; seq 1 12; false');
      await page.sees('12');
    },
  },
  {
    name: 'palette',
    async reach(page) {
      await page.page.keyboard.press('Control+Shift+k');
      await dialog(page);
    },
    leave: escape,
  },
  {
    name: 'find',
    async reach(page) {
      await page.page.keyboard.press('Control+Shift+f');
      await page.page.keyboard.type('1');
      await expect(page.page.getByRole('search')).toContainText(/of/);
    },
    leave: escape,
  },
  {
    name: 'panes',
    on: ['desktop', 'tablet'],
    async reach(page) {
      await page.page.keyboard.press('Control+Shift+e');
      await expect(page.terminal).toHaveCount(2);
      await expect(page.screen.last()).toContainText(/[#$]/);
    },
    leave: (page) => command(page, 'Close tab'),
  },
  {
    name: 'playback',
    async reach(page) {
      await command(page, 'Play this session back');
      await expect(page.page.getByRole('slider').first()).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'new session',
    async reach(page) {
      await command(page, 'New terminal with name');
      await dialog(page);
    },
    leave: escape,
  },
  {
    name: 'end session',
    async reach(page) {
      await command(page, 'End this session');
      await dialog(page);
    },
    leave: escape,
  },
  {
    name: 'all sessions',
    async reach(page) {
      await command(page, 'Show all sessions');
      await dialog(page);
    },
    leave: escape,
  },
  {
    name: 'notifications',
    async reach(page) {
      await command(page, 'Notifications');
      await dialog(page);
    },
    leave: escape,
  },
  {
    name: 'ended',
    async reach(page) {
      await page.line('exit 3');
      await expect(page.page.getByRole('status').filter({ hasText: 'exited 3' })).toBeVisible();
    },
  },
  {
    name: 'settings',
    async reach(page) {
      await page.page.goto(new URL('/settings', page.page.url()).href);
      await headed(page, 'Settings');
    },
  },
  {
    name: 'cheat sheet',
    async reach(page) {
      await page.page.keyboard.press('?');
      await dialog(page);
    },
    leave: escape,
  },
  {
    name: 'help',
    async reach(page) {
      await page.page.goto(new URL('/help', page.page.url()).href);
      await headed(page, 'Getting started');
    },
  },
];

async function command(page: DispatchPage, title: string): Promise<void> {
  await page.page.keyboard.press('Control+Shift+k');
  await dialog(page);
  await page.page.keyboard.type(title);
  await page.page.keyboard.press('Enter');
}

for (const [device, options] of lookedAt) {
  test(`every screen is usable by everyone, in the dark and in the light: ${device}`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    test.setTimeout(240_000);
    const stranger = await (await browser.newContext({ ...options, deviceScaleFactor })).newPage();
    await stranger.goto(dispatch.url);
    await expect(stranger.getByRole('heading', { name: 'Sign in to Dispatch' })).toBeVisible();
    await look(stranger, device, 'sign-in');

    const page = await DispatchPage.signedIn(dispatch, browser, { ...options, deviceScaleFactor });
    for (const { name, on, reach, leave } of views) {
      if (on && !on.includes(device)) continue;
      await test.step(name, async () => {
        await reach(page);
        await look(page.page, device, name);
        await leave?.(page);
      });
    }
  });
}

test('whoever has scrolled back is at the newest line by one press', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const page = await DispatchPage.signedIn(dispatch, browser, desktop);
  await page.openTerminal();
  const toBottom = page.page.getByRole('button', { name: 'Go to the newest line' });
  await page.line('seq 1 500');
  await page.sees(/499\s*500/);
  await expect(toBottom).toHaveCount(0);

  await page.seesInThePast('321');
  await page.page.screenshot({ path: info.outputPath('scrolled back.png') });
  await toBottom.click();
  await page.sees(/499\s*500/);
  await expect(toBottom).toHaveCount(0);
  await page.page.keyboard.type('echo "typed at $((2 * 21))"');
  await page.page.keyboard.press('Enter');
  await page.sees('typed at 42');
});
