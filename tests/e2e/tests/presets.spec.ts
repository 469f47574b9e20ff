import { AxeBuilder } from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sessions } from '../harness/api.ts';
import { DispatchPage } from '../harness/page.ts';
import { Panes } from '../harness/panes.ts';
import { expect, test } from '../harness/test.ts';

const upright = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

async function looked(page: Page, info: TestInfo, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: info.outputPath(`${name}, ${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
  }
}

/** From the palette, as who knows its name does; a terminal that has the keyboard keeps Ctrl+K. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+k');
  await page.keyboard.type(`>${name}`);
  await expect(page.getByRole('option', { selected: true })).toContainText(name);
  await page.keyboard.press('Enter');
}

async function choose(page: Page, shown: string, item: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).getByRole('button', { name: shown, exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('two shells side by side in two folders are saved, ended, and back beside each other in their folders @core', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  for (const folder of ['api', 'web']) mkdirSync(join(dispatch.home, folder));
  const left = await dispatch.api.create({ name: 'left', command: ['bash'], cwd: dispatch.home });
  const right = await dispatch.api.create({ name: 'right', command: ['bash'], cwd: join(dispatch.home, 'web') });
  const frame = await DispatchPage.signedIn(dispatch, browser);
  const { page } = frame;
  const panes = new Panes(page);
  await frame.row('left').getByRole('button').first().click();
  await panes.see('left', /[#$]/);
  // Its shell goes elsewhere: that is the folder it is to be back in.
  await panes.terminal('left').click();
  await page.keyboard.type('cd api\n');
  await expect
    .poll(async () => (await dispatch.api.get<{ folder?: string }>(`${sessions}/${left.id}`)).folder)
    .toBe(join(dispatch.home, 'api'));
  await frame.row('right').getByRole('button').first().click();
  await panes.are('left right*');
  await panes.drag('right', 'right', { x: 0.9, y: 0.5 });
  await panes.are('left* | right*');

  await command(page, 'Save what is open as a preset');
  let dialog = page.getByRole('dialog', { name: 'Save what is open as a preset' });
  await dialog.getByLabel('Name').fill('Work');
  await looked(page, info, 'saving');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The preset Work is saved.')).toBeVisible();

  for (const { id } of [left, right]) {
    await dispatch.api.end(id, 'SIGKILL');
    await expect.poll(async () => (await dispatch.api.session(id)).state).toBe('exited');
    expect((await dispatch.api.fetch('DELETE', `${sessions}/${id}`)).ok).toBe(true);
  }
  await panes.are('');
  await page.reload();

  await choose(page, 'Home', 'Start a preset…');
  dialog = page.getByRole('dialog', { name: 'Presets of Home' });
  await expect(dialog.getByRole('listitem')).toContainText('left · api, right · web');
  await looked(page, info, 'presets');
  await dialog.getByRole('button', { name: 'Start Work' }).click();
  await panes.are('left* | right*');
  for (const name of ['left', 'right']) await panes.see(name, /[#$]/);
  await panes.terminal('left').click();
  await page.keyboard.type('pwd\n');
  await panes.see('left', join(dispatch.home, 'api'));
  await panes.terminal('right').click();
  await page.keyboard.type('pwd\n');
  await panes.see('right', join(dispatch.home, 'web'));
  expect((await dispatch.api.list()).map(({ id }) => id)).not.toContain(left.id);

  // Started once more, beside what runs and without the folder of one: that is said, and what was shown can be shown again.
  rmSync(join(dispatch.home, 'web'), { recursive: true, force: true });
  await command(page, 'Start a preset');
  await dialog.getByRole('button', { name: 'Start Work' }).click();
  await panes.are('left 2*');
  await expect(page.getByText(/right was not started: The folder .*\/web isn't there/)).toBeVisible();
  await page.getByRole('button', { name: 'Back to what was shown' }).click();
  await panes.are('left* | right*');
});

test('a preset is replaced only when that is said, renamed, and removed with a second yes', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  await dispatch.api.create({ name: 'one', command: ['cat'] });
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const save = page.getByRole('dialog', { name: 'Save what is open as a preset' });
  const presets = page.getByRole('dialog', { name: 'Presets of Home' });
  await choose(page, 'Home', 'Start a preset…');
  await expect(presets).toContainText('There is no preset yet.');
  await presets.getByRole('button', { name: 'Save what is open…' }).click();
  await save.getByLabel('Name').fill('Work');
  await save.getByRole('button', { name: 'Save' }).click();
  await expect(save).toHaveCount(0);
  await dispatch.api.create({ name: 'two', command: ['cat'] });
  await choose(page, 'Home', 'Save what is open as a preset…');
  await save.getByLabel('Name').fill('work');
  await expect(save.getByText('There is a preset Work already.')).toBeVisible();
  await looked(page, info, 'replacing');
  await save.getByRole('button', { name: 'Replace' }).click();
  await expect(save).toHaveCount(0);

  await choose(page, 'Home', 'Start a preset…');
  await expect(presets.getByRole('listitem')).toHaveText(/work.*one, two/);
  await presets.getByRole('button', { name: 'Rename work' }).click();
  await page.keyboard.type('Mornings\n');
  await expect(presets.getByRole('button', { name: 'Start Mornings' })).toBeVisible();
  await presets.getByRole('button', { name: 'Remove Mornings' }).click();
  await expect(presets).toContainText('Remove Mornings? What was started from it runs on.');
  await presets.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(presets).toContainText('There is no preset yet.');
});

test('on a phone a preset is saved and started from the head of the list', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const session = await dispatch.api.create({ name: 'cat', command: ['sh', '-c', 'echo "I am back"; exec cat'] });
  const frame = await DispatchPage.signedIn(dispatch, browser, upright);
  const { page } = frame;
  await frame.row('cat').getByRole('button').first().tap();
  await frame.sees('I am back');
  await page.getByRole('button', { name: 'Back' }).first().tap();
  await choose(page, 'Home', 'Save what is open as a preset…');
  const save = page.getByRole('dialog', { name: 'Save what is open as a preset' });
  await save.getByLabel('Name').fill('Pocket');
  await looked(page, info, 'saving on a phone');
  await save.getByRole('button', { name: 'Save' }).tap();
  await dispatch.api.end(session.id);
  await choose(page, 'Home', 'Start a preset…');
  const presets = page.getByRole('dialog', { name: 'Presets of Home' });
  await expect(presets.getByRole('button', { name: 'Start Pocket' })).toBeVisible();
  await looked(page, info, 'presets on a phone');
  await presets.getByRole('button', { name: 'Start Pocket' }).tap();
  await frame.live();
  await frame.sees('I am back');
  await expect(page).not.toHaveURL(new RegExp(session.id));
});
