import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('everything can be done by the keyboard alone @core', async ({ ownDispatch: dispatch, page: browserPage }) => {
  const { keyboard } = browserPage;
  const page = new DispatchPage(browserPage);
  await browserPage.goto(dispatch.url);
  await expect(browserPage.getByLabel('Access key')).toBeFocused();
  await keyboard.type('not the key');
  await keyboard.press('Enter');
  await expect(browserPage.getByRole('alert')).toBeVisible();

  await browserPage.getByLabel('Access key').press('Control+a');
  await keyboard.type(dispatch.key);
  await keyboard.press('Enter');
  await expect(page.newTerminal).toBeVisible();

  await keyboard.press('Control+k');
  await keyboard.type('new terminal');
  await keyboard.press('Enter');
  await page.live();
  await keyboard.type('echo "typed $((6 * 7))"');
  await keyboard.press('Enter');
  await page.sees('typed 42');

  await keyboard.press('Control+Shift+f');
  await keyboard.type('typed 42');
  await expect(browserPage.getByRole('search')).toContainText(/1 of/);
  await keyboard.press('Escape');
  await keyboard.type('exit');
  await keyboard.press('Enter');
  await expect(browserPage.getByRole('button', { name: 'Restart' }).first()).toBeVisible();
});

test('a sign-in link works once', async ({ dispatch, browser }) => {
  const link = await dispatch.signInLink();
  const first = await browser.newContext();
  await new DispatchPage(await first.newPage()).follow(link);

  const second = await (await browser.newContext()).newPage();
  await second.goto(link);
  await expect(second.getByRole('heading', { name: 'Sign in to Dispatch' })).toBeVisible();
  await expect(second.getByRole('alert')).toBeVisible();
});
