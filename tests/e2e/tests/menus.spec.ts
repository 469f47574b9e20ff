import { isUsable, phone } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('the right button of a mouse opens what can be done with a session, where it was pressed', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  const row = page.row('bash').locator('[data-row]');
  const box = (await row.boundingBox())!;
  await row.click({ button: 'right', position: { x: 60, y: 20 } });
  const menu = page.page.getByRole('menu', { name: 'Actions for bash' });
  const at = (await menu.boundingBox())!;
  expect(Math.abs(at.x - box.x - 60)).toBeLessThan(10);
  expect(Math.abs(at.y - box.y - 20)).toBeLessThan(10);
  await isUsable(page.page, 'menu');

  await page.page.keyboard.press('r');
  await page.page.keyboard.press('Enter');
  await page.page.getByLabel('New name of bash').fill('renamed');
  await page.page.keyboard.press('Enter');
  await expect(page.row('renamed')).toBeVisible();
});

test('on a phone a menu comes up from below, and goes when one taps beside it', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const page = await DispatchPage.signedIn(dispatch, browser, phone);
  await page.openTerminal();
  await page.page.getByRole('button', { name: 'Actions', exact: true }).click();
  const menu = page.page.getByRole('menu', { name: 'Actions' });
  await expect(menu).toBeVisible();
  await page.page.screenshot({ path: info.outputPath('menu.png') });
  await expect
    .poll(async () => {
      const { x, y, width, height } = (await menu.boundingBox())!;
      return [x, Math.round(y + height), width];
    })
    .toEqual([0, 844, 390]);
  await page.page.touchscreen.tap(200, 60);
  await expect(menu).toHaveCount(0);
});

test('the keys are in a sheet, which Escape closes', async ({ dispatch, browser }, info) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.page.keyboard.press('Control+k');
  await page.page.getByRole('combobox').fill('Keys');
  await page.page.getByRole('option', { name: 'Keys' }).first().click();
  const sheet = page.page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('Rename a session in the list');
  await page.page.screenshot({ path: info.outputPath('keys.png') });
  await isUsable(page.page, 'keys');
  await page.page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('devices are listed, and one can be signed out from another', async ({ ownDispatch: dispatch, browser }, info) => {
  const other = await DispatchPage.signedIn(dispatch, browser, {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  });
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.page.getByRole('button', { name: 'Settings' }).click();
  const table = page.page.getByRole('table', { name: 'Signed-in devices' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(table.getByRole('row', { name: /this device/ })).toHaveCount(1);
  await page.page.screenshot({ path: info.outputPath('devices.png') });

  await table.getByRole('button', { name: /^Sign out / }).click();
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(other.page.getByRole('heading', { name: 'Sign in to Dispatch' })).toBeVisible();
});
