import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('guides are read, searched and linked, also when the network has gone', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = await DispatchPage.signInto(dispatch, context);
  await page.getByRole('button', { name: 'Help' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Getting started' })).toBeVisible();
  await page.getByRole('button', { name: 'Copy' }).first().click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('./dispatch start');

  // All of it is there by now.
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Screens and recordings' }).first().click();
  await expect(page).toHaveURL(/\/help\/recordings$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await page.getByRole('searchbox').fill('certificate upgrade nowhere');
  await expect(page.getByText('No guide has “certificate upgrade nowhere”')).toBeVisible();
  await page.getByRole('searchbox').fill('programs may write clipboard');
  const hit = page.getByRole('link', { name: /^Terminal · Settings/ });
  await expect(hit).toBeVisible();
  await hit.click();
  await expect(page).toHaveURL(/\/help\/settings#terminal$/);
  await expect(page.getByRole('heading', { name: 'Terminal', exact: true })).toBeInViewport();

  await page.goBack();
  await expect(page).toHaveURL(/\/help\/recordings$/);
  await context.setOffline(false);
  await page.goto(`${dispatch.url}/help/nothing-of-the-kind`);
  await expect(page.getByText('There is no such guide')).toBeVisible();
});

test('after an upgrade a word leads to what is new, and on first use none does', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('dispatch.seen-version'))).not.toBeNull();
  await expect(page.getByText('Dispatch is version')).toBeHidden();

  await page.evaluate(() => localStorage.setItem('dispatch.seen-version', '"0.0.9"'));
  await page.reload();
  await expect(page.getByText('Dispatch is version')).toBeVisible();
  await page.getByRole('button', { name: "What's new" }).click();
  await expect(page).toHaveURL(/\/help\/changelog$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Changelog' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Changelog' })).toBeVisible();
  await expect(page.getByText('Dispatch is version')).toBeHidden();
});

test('a thumb and a note are kept, and shown to the owner alone', async ({ ownDispatch: dispatch, browser }, info) => {
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await page.goto(`${dispatch.url}/help`);
  const form = page.getByRole('form', { name: 'How is Dispatch?' });
  await form.getByRole('button', { name: 'Not good' }).click();
  await form.getByLabel('A note, if you like').fill('<img src=x onerror=alert(1)> on trains');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByText('Thank you. It is kept on this server.')).toBeVisible();

  await page.goto(`${dispatch.url}/settings`);
  const statistics = page.getByRole('region', { name: 'Statistics' });
  await expect(statistics.getByText('<img src=x onerror=alert(1)> on trains')).toBeVisible();
  await expect(statistics.getByRole('table').getByRole('row')).toHaveCount(2);
  await statistics.scrollIntoViewIfNeeded();
  await page.screenshot({ path: info.outputPath('statistics.png') });
});

for (const [device, options] of desktopAndPhone) {
  test(`help is usable by everyone: ${device}`, async ({ ownDispatch: dispatch, browser }) => {
    test.slow();
    const { page } = await DispatchPage.signedIn(dispatch, browser, options);
    await page.goto(`${dispatch.url}/help`);
    await expect(page.getByRole('heading', { level: 1, name: 'Getting started' })).toBeVisible();
    await look(page, device, 'help, guide');
    await page.getByRole('searchbox').fill('backup');
    await expect(page.getByRole('heading', { level: 1, name: /found/ })).toBeVisible();
    await look(page, device, 'help, search');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Good', exact: true }).click();
    await page.getByLabel('A note, if you like').scrollIntoViewIfNeeded();
    await look(page, device, 'help, opinion');
  });
}
