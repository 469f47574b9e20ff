import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('a session is played back: any moment of it, by slider, by keys and by command @core', async ({
  dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  for (const word of ['alpha', 'beta', 'gamma']) {
    await page.line(`sleep 0.8; clear; echo "this is $((1 + 1)) ${word}"`);
    await page.sees(`this is 2 ${word}`);
  }
  await page.page.keyboard.press('Control+d');
  await page.page.getByRole('button', { name: 'Play back' }).click();

  const shown = page.page.getByTestId('playback').locator('.xterm-rows');
  const slider = page.page.getByRole('slider', { name: 'Position' });
  await expect(shown).toContainText('this is 2 gamma');
  await expect(slider).toBeVisible();
  const { violations } = await new AxeBuilder({ page: page.page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  // Where the third began, the screen is what the second left.
  await page.page.keyboard.press('Shift+ArrowLeft');
  await expect(shown).toContainText('this is 2 beta');
  await expect(shown).not.toContainText('this is 2 gamma');
  await page.page.keyboard.press('Shift+ArrowLeft');
  await expect(shown).toContainText('this is 2 alpha');

  await page.page.keyboard.press('Home');
  await expect(page.page.getByTestId('position')).toHaveText('0:00');
  await expect(shown).not.toContainText('this is 2');
  await page.page.keyboard.press('Space');
  await expect(shown).toContainText('this is 2 gamma', { timeout: 30_000 });

  await slider.click({ position: { x: 8, y: 17 } });
  await expect(shown).not.toContainText('this is 2 gamma');
  await page.page.keyboard.press('Escape');
  await expect(page.page.getByTestId('playback')).toBeHidden();
  await expect(page.screen).toContainText('this is 2 gamma');
});

test('a live session is played back from one of its commands, and left again', async ({ dispatch, browser }) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line('for i in 1 2 3; do echo "step $i"; sleep 0.3; done');
  await page.sees('step 3');
  await page.line('clear; echo after');
  await page.sees('after');
  await choose(page.page, 'Play this session back');
  const shown = page.page.getByTestId('playback').locator('.xterm-rows');
  await expect(shown).toContainText('after');
  await page.page.keyboard.press('Shift+ArrowLeft');
  await page.page.keyboard.press('Shift+ArrowLeft');
  await page.page.keyboard.press('Space');
  await expect(shown).toContainText('step 1');
  await expect(shown).toContainText('step 3');

  await page.page.getByRole('button', { name: 'Back to live' }).click();
  await page.page.keyboard.type('echo "typed $((6 * 7))"\n');
  await page.sees('typed 42');
});

async function choose(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+Shift+k');
  await page.getByRole('combobox').fill(command);
  await page.keyboard.press('Enter');
}
