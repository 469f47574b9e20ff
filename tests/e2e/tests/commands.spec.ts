import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('commands of a real shell are marked, and can be gone to, copied, selected and run again @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.openTerminal();
  await page.line('printf "a b\\n  indented\\n"');
  await expect(mark(page, 'printf')).toHaveAttribute('data-status', 'ok');
  await page.line('ls /nowhere-at-all');
  await expect(mark(page, 'ls /nowhere')).toHaveAttribute('data-status', 'failed');
  await page.line('cat');
  await expect(mark(page, 'cat')).toHaveAttribute('data-status', 'running');
  await page.page.keyboard.press('Control+c');
  await expect(mark(page, 'cat')).toHaveAttribute('data-status', 'failed');

  await mark(page, 'printf').click();
  const menu = page.page.getByRole('menu', { name: /Actions for printf/ });
  await expect(menu).toContainText('succeeded');
  await menu.getByRole('menuitem', { name: 'Copy output' }).click();
  await expect.poll(() => clipboard(page)).toBe('a b\n  indented\n');

  await mark(page, 'printf').click();
  await menu.getByRole('menuitem', { name: 'Copy command' }).click();
  await expect.poll(() => clipboard(page)).toBe('printf "a b\\n  indented\\n"');

  await mark(page, 'ls /nowhere').click({ button: 'right' });
  await page.page.getByRole('menuitem', { name: 'Select output' }).click();
  await page.page.keyboard.press('Control+Shift+c');
  await expect.poll(() => clipboard(page)).toContain('/nowhere-at-all');

  await mark(page, 'ls /nowhere').click();
  await page.page.getByRole('menuitem', { name: 'Run again' }).click();
  await expect(page.page.locator('[data-status="failed"]')).toHaveCount(3);
  await expect(page.screen).toContainText(/No such file[\s\S]*No such file/);
});

test('nothing is run again while something else runs, nor into what is typed', async ({ dispatch, browser }) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line('echo first');
  await expect(mark(page, 'echo first')).toHaveAttribute('data-status', 'ok');
  await page.page.keyboard.type('half typed');
  await page.sees('half typed');
  await mark(page, 'echo first').click();
  await expect(page.page.getByRole('menuitem', { name: /Run again/ })).toContainText('Something is typed already');
  await page.page.keyboard.press('Escape');
  await page.page.keyboard.press('Control+c');

  await page.line('sleep 100');
  await expect(mark(page, 'sleep 100')).toHaveAttribute('data-status', 'running');
  await mark(page, 'echo first').click();
  await expect(page.page.getByRole('menuitem', { name: /Run again/ })).toContainText('Something runs');
  await page.page.keyboard.press('Escape');
  await page.page.keyboard.press('Control+c');
});

test('the line of a command stays on top while its output goes by, and leads back to it', async ({
  dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line('seq 1 300');
  await page.sees('300');
  await page.page.mouse.wheel(0, -400);
  const sticky = page.page.getByRole('button', { name: /Go to the beginning of seq 1 300/ });
  await expect(sticky).toBeVisible();
  await sticky.click();
  await expect(sticky).toBeHidden();
  await expect(mark(page, 'seq 1 300')).toBeVisible();

  await page.line('echo below');
  await page.sees('below');
  await page.page.keyboard.press('Control+Shift+ArrowUp');
  await page.page.keyboard.press('Control+Shift+ArrowUp');
  await expect(page.page.locator('.chosen').getByRole('button', { name: /seq 1 300/ })).toBeVisible();
});

test('commands are known again after a reload, with how long they took', async ({ dispatch, browser }) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line('sleep 1.1; false');
  await expect(mark(page, 'sleep 1.1')).toHaveAttribute('data-status', 'failed');
  await page.page.reload();
  await page.live();

  await expect(mark(page, 'sleep 1.1')).toHaveAttribute('data-status', 'failed');
  await expect(mark(page, 'sleep 1.1')).toHaveAttribute('title', /exit 1 · 1\.\d s · \d\d:\d\d:\d\d/);
  await expect(page.page.locator('.result', { hasText: /exit 1 · 1\.\d s/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page: page.page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

function mark(page: DispatchPage, line: string): Locator {
  return page.page
    .locator('[data-status]', { has: page.page.locator('svg') })
    .and(page.page.getByLabel(`Command ${line}`))
    .last();
}

function clipboard(page: DispatchPage): Promise<string> {
  return page.page.evaluate(() => navigator.clipboard.readText());
}
