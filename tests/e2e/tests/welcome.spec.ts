import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Dispatch } from '../harness/dispatch.ts';
import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test as base } from '../harness/test.ts';

const test = base.extend<{ fresh: Dispatch }>({
  /** One where nobody has been yet. */
  fresh: async ({}, use) => {
    const dispatch = await Dispatch.prepare();
    dispatch.welcomes = true;
    await dispatch.start();
    await use(dispatch);
    await dispatch.stop();
  },
});

const welcome = (page: Page) => page.getByRole('form', { name: 'Welcome to Dispatch' });

for (const [device, options] of desktopAndPhone) {
  test(`from the first sign-in to a terminal in three choices, and never again: ${device} @core`, async ({
    fresh: dispatch,
    browser,
  }) => {
    mkdirSync(join(dispatch.home, 'api'));
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(await dispatch.signInLink());
    await expect(welcome(page)).toBeVisible();
    await look(page, device, 'welcome');

    await welcome(page).getByLabel('Folder to begin in').fill('nowhere/at/all');
    await welcome(page).getByRole('radio', { name: 'Light' }).check({ force: true });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await welcome(page).getByRole('button', { name: 'Open a terminal' }).click();
    await expect(page.getByRole('alert')).toContainText('nowhere/at/all');

    await welcome(page).getByLabel('Folder to begin in').fill('~/api');
    await welcome(page).getByRole('button', { name: 'Open a terminal' }).click();
    const shown = new DispatchPage(page);
    await shown.live();
    await shown.line('echo "in ${PWD##*/}."');
    await shown.sees('in api.');

    const [session] = (await dispatch.api.get<{ items: { id: string }[] }>('/api/workspaces/default/sessions')).items;
    await dispatch.api.fetch('POST', `/api/workspaces/default/sessions/${session!.id}/end`, {});
    await dispatch.api.fetch('DELETE', `/api/workspaces/default/sessions/${session!.id}`);
    const other = await DispatchPage.signedIn(dispatch, browser, options);
    await other.page.reload();
    await expect(other.newTerminal).toBeVisible();
    await expect(welcome(other.page)).toBeHidden();
  });
}

test('the welcome can be skipped, and is on no page that is open then', async ({ fresh: dispatch, browser }) => {
  const [one, other] = [await browser.newPage(), await browser.newPage()];
  for (const page of [one, other]) {
    await page.goto(await dispatch.signInLink());
    await expect(welcome(page)).toBeVisible();
  }
  await welcome(one).getByRole('button', { name: 'Skip' }).click();
  await expect(new DispatchPage(one).newTerminal).toBeVisible();
  await expect(welcome(other)).toBeHidden();
  await one.reload();
  await expect(new DispatchPage(one).newTerminal).toBeVisible();
  await expect(welcome(one)).toBeHidden();
});
