import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { buildGallery, openGallery } from '../harness/gallery.ts';

// One build for all.
test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  test.setTimeout(300_000);
  await buildGallery();
});

const groups = ['buttons', 'fields', 'marks', 'states', 'lists', 'overlays'];
const looks = [
  { name: 'dark', theme: 'dark' },
  { name: 'light', theme: 'light' },
  { name: 'contrast', theme: 'contrast' },
  { name: 'phone', theme: 'dark', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
];

for (const { name, theme, ...device } of looks) {
  test(`every piece of the kit looks as it did, and can be used by everyone: ${name}`, async ({ browser }) => {
    test.slow();
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...device,
    });
    const page = await context.newPage();
    await openGallery(page, theme);

    await expectUsable(page, 'all', 'body');
    for (const group of groups) await looksAsBefore(page, `[data-group="${group}"]`, `${group}-${name}`);

    await page.getByRole('button', { name: 'Actions' }).last().click();
    await looksAsBefore(page, '[role="menu"]', `menu-${name}`);
    await expectUsable(page, 'menu', '[role="menu"]');
    await page.keyboard.press('Escape');

    for (const overlay of ['dialog', 'sheet']) {
      await page.getByRole('button', { name: `Show a ${overlay}` }).click();
      await looksAsBefore(page, 'dialog', `${overlay}-${name}`);
      await expectUsable(page, overlay, 'dialog');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }

    await page.getByRole('button', { name: 'Show two toasts' }).click();
    await looksAsBefore(page, '[aria-live="polite"]', `toasts-${name}`);
    await expectUsable(page, 'toasts', '[aria-live="polite"]');

    if (name !== 'phone') {
      await page.getByRole('button', { name: 'Find in this terminal' }).hover();
      await looksAsBefore(page, '.kit-tip', `tooltip-${name}`);
    }
    await context.close();
  });
}

test('a menu is driven by the keyboard: letters, arrows, and back to where it was opened', async ({ page }) => {
  await openGallery(page, 'dark');
  const opener = page.getByRole('button', { name: 'Actions' }).last();
  await opener.focus();
  await page.keyboard.press('Enter');
  const item = (name: string) => page.getByRole('menuitem', { name });
  await expect(item('Rename')).toBeFocused();
  await page.keyboard.press('e');
  await expect(item('End…')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(item('Rename')).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  // What can't be chosen says why, and stays.
  await expect(item('Run again')).toBeFocused();
  await expect(item('Run again')).toContainText('Something runs');
  await page.keyboard.press('Enter');
  await expect(item('Run again')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(opener).toBeFocused();

  await opener.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await opener.click();
  await expect(page.getByRole('menu')).toHaveCount(0);

  await opener.click();
  await page.getByRole('tab', { name: 'JSON' }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'JSON' })).toBeFocused();
});

test('a menu stays on the screen at its edge', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await openGallery(page, 'dark');
  const opener = page.getByRole('button', { name: 'Actions' }).last();
  await opener.evaluate((button) => Object.assign(button.style, { position: 'fixed', right: '4px', bottom: '4px' }));
  await opener.click();
  const box = await page.getByRole('menu').boundingBox();
  expect(box!.x + box!.width).toBeLessThanOrEqual(1280);
  expect(box!.y + box!.height).toBeLessThanOrEqual(900);
});

test('a tree, tabs and a split are driven by the keyboard', async ({ page }) => {
  await openGallery(page, 'dark');
  const node = (name: string) => page.getByRole('treeitem', { name, exact: true });
  await node('Program.cs').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(node('Server')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(node('Server')).toHaveAttribute('aria-expanded', 'false');
  await expect(node('Program.cs')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(node('Program.cs')).toBeFocused();
  await page.keyboard.press('r');
  await expect(node('Runner')).toBeFocused();
  await page.keyboard.press('r');
  await expect(node('README.md')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(node('README.md')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Home');
  await expect(node('src')).toBeFocused();

  await page.getByRole('tab', { name: 'Form' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'JSON' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tabpanel')).toHaveText('What json shows.');

  const split = page.getByRole('separator', { name: 'Width of the left' });
  await split.focus();
  await page.keyboard.press('ArrowRight');
  await expect(split).toHaveAttribute('aria-valuenow', '136');
  await page.keyboard.press('Home');
  await expect(split).toHaveAttribute('aria-valuenow', '60');
  await page.keyboard.press('ArrowLeft');
  await expect(split).toHaveAttribute('aria-valuenow', '60');
  const { x, y } = (await split.boundingBox())!;
  await page.mouse.move(x + 4, y + 4);
  await page.mouse.down();
  await page.mouse.move(x + 44, y + 4);
  await page.mouse.up();
  await expect(split).toHaveAttribute('aria-valuenow', '100');
});

test('a tooltip comes with the pointer and with the keyboard, and goes on Escape', async ({ page }) => {
  await openGallery(page, 'dark');
  const tip = page.locator('.kit-tip', { hasText: 'Find in this terminal' });
  const button = page.getByRole('button', { name: 'Find in this terminal' });
  await button.hover();
  await expect(tip).toContainText('Ctrl+F');
  // The pointer may go over it: what it says can be read at leisure.
  await tip.hover();
  await expect(tip).toBeVisible();
  await page.getByRole('heading', { name: 'The kit' }).hover();
  await expect(tip).toHaveCount(0);

  await page.getByRole('button', { name: 'Actions' }).last().focus();
  await page.keyboard.press('Tab');
  await expect(button).toBeFocused();
  await expect(tip).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
});

/** All are compared, also after one that differs. */
async function looksAsBefore(page: Page, selector: string, name: string): Promise<void> {
  // Where the pointer was left makes no difference.
  if (!selector.includes('tip')) await page.mouse.move(0, 0);
  await expect.soft(page.locator(selector)).toHaveScreenshot(`${name}.png`, { maxDiffPixels: 150 });
}

async function expectUsable(page: Page, what: string, selector: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(selector).analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      what,
    )
    .toEqual([]);
}
