import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('keys pressed before the palette’s code is there go into it, and not to the terminal', async ({
  dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  let arrive = () => {};
  const slow = new Promise<void>((resolve) => (arrive = resolve));
  await page.page.route(/\/assets\/Dialogs-[^/]*\.js$/, async (route) => {
    await slow;
    await route.continue();
  });
  await page.page.reload();
  await page.live();

  await page.page.keyboard.press('Control+Shift+k');
  await page.page.keyboard.type('settinx');
  await page.page.keyboard.press('Backspace');
  arrive();
  await expect(page.page.getByRole('combobox')).toHaveValue('settin');
  await page.page.keyboard.type('gs');
  await page.page.keyboard.press('Enter');
  await expect(page.page.getByRole('heading', { name: 'Settings' })).toBeVisible();

  await page.page.goBack();
  await page.page.keyboard.type('echo "only $((6 * 7))"');
  await page.page.keyboard.press('Enter');
  await page.sees('only 42');
  await expect(page.screen).not.toContainText('settin');
});
