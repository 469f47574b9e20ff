import type { Locator, Page } from '@playwright/test';
import type { Dispatch } from '../harness/dispatch.ts';
import { isUsable, phone as phoneOptions } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const phoneName = 'Chrome on Android';

test('who is on a session is seen from another device, and whether they type', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  await two(dispatch);
  const laptop = await DispatchPage.signedIn(dispatch, browser);
  const phone = await DispatchPage.signedIn(dispatch, browser, phoneOptions);
  await phone.row('one').getByRole('button').first().click();
  await phone.live();

  await expect(laptop.row('one')).toContainText(`You · ${phoneName}`);
  await expect(laptop.row('two')).not.toContainText('You');
  await expect(where(laptop.page)).toHaveAccessibleName(`You · ${phoneName} is on one. Follow ${phoneName}`);

  await phone.terminal.click();
  await phone.page.keyboard.type('echo hello');
  await expect(laptop.row('one')).toContainText(`You · ${phoneName} types`);
  await expect(laptop.row('one')).not.toContainText('types', { timeout: 20_000 });

  await laptop.row('one').getByRole('button').first().click();
  await laptop.live();
  await expect(laptop.page.getByRole('button', { name: /^one/ }).last()).toContainText(`You · ${phoneName}`);
  await expect(phone.page.locator('header')).toContainText('You · Chrome on Linux');

  // Another session is looked at, and then the page is put away: the phone is nowhere.
  await phone.page.getByRole('button', { name: 'Back to the sessions' }).click();
  await expect(laptop.row('one')).not.toContainText('You');
  await expect(where(laptop.page)).toBeHidden();
});

test('this window shows what another device looks at, until one does something here', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  await two(dispatch);
  const laptop = await DispatchPage.signedIn(dispatch, browser);
  const phone = await DispatchPage.signedIn(dispatch, browser, phoneOptions);
  const goTo = async (name: string) => {
    await phone.page.getByRole('button', { name: 'Back to the sessions' }).click();
    await phone.row(name).getByRole('button').first().click();
    await phone.live();
  };
  await phone.row('one').getByRole('button').first().click();
  await phone.live();

  await where(laptop.page).click();
  const bar = laptop.page.getByRole('status').filter({ hasText: `Following ${phoneName}` });
  await expect(bar).toBeVisible();
  await expect(laptop.page).toHaveTitle(/^one/);
  await goTo('two');
  await expect(laptop.page).toHaveTitle(/^two/);
  await goTo('one');
  await expect(laptop.page).toHaveTitle(/^one/);

  // Somebody who types here leads themselves.
  await laptop.live();
  await laptop.line('echo mine');
  await expect(bar).toBeHidden();
  await goTo('two');
  await expect(laptop.row('two')).toContainText(phoneName);
  await expect(laptop.page).toHaveTitle(/^one/);

  // By a command, too; and going elsewhere ends it.
  await laptop.page.keyboard.press('Control+Shift+k');
  await laptop.page.getByRole('combobox').fill('follow');
  await laptop.page.getByRole('option', { name: `Follow ${phoneName}` }).click();
  await expect(bar).toBeVisible();
  await expect(laptop.page).toHaveTitle(/^two/);
  await laptop.row('one').getByRole('button').first().click();
  await expect(bar).toBeHidden();

  await where(laptop.page).click();
  await bar.getByRole('button', { name: 'Stop' }).click();
  await expect(bar).toBeHidden();
});

test('presence can be seen by everyone, in the dark and in the light', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  test.slow();
  await two(dispatch);
  const laptop = await DispatchPage.signedIn(dispatch, browser);
  const phone = await DispatchPage.signedIn(dispatch, browser, phoneOptions);
  await phone.row('one').getByRole('button').first().click();
  await phone.live();
  await where(laptop.page).click();
  await laptop.live();
  await expect(laptop.page.getByRole('status').filter({ hasText: 'Following' })).toBeVisible();
  await expect(phone.page.locator('header')).toContainText('You · Chrome on Linux');
  await phone.terminal.click();
  for (const [name, page] of [
    ['laptop', laptop],
    ['phone', phone],
  ] as const)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(page.page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      await phone.page.keyboard.type('l');
      await expect(laptop.row('one')).toContainText('types');
      await page.page.screenshot({ path: info.outputPath(`${name}, ${colorScheme}.png`) });
      await isUsable(page.page, `${name}, ${colorScheme}`);
    }
});

async function two(dispatch: Dispatch): Promise<void> {
  for (const name of ['one', 'two']) await dispatch.api.create({ name, command: ['bash', '--norc', '-i'] });
}

/** The other device in the status bar. */
function where(page: Page): Locator {
  return page.getByRole('list', { name: 'Who is where' }).getByRole('button');
}
