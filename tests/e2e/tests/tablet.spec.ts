import { AxeBuilder } from '@axe-core/playwright';
import { devices } from '@playwright/test';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const { defaultBrowserType: _, ...pixel } = devices['Pixel 7']!;
const tablet = { ...pixel, deviceScaleFactor: 1, viewport: { width: 820, height: 1180 } };

test('a tablet has its list over the panes when held upright, and beside them when not', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  test.slow();
  await dispatch.api.create({ name: 'worker', command: ['bash', '-c', 'echo at work; sleep 3600'] });
  const page = await DispatchPage.signedIn(dispatch, browser, tablet);
  const rail = page.page.getByRole('navigation', { name: 'Activity' });
  const opener = rail.getByRole('button', { name: 'Sessions' });
  const drawer = page.page.getByRole('dialog', { name: 'Sessions' });
  await expect(drawer).toBeHidden();

  await opener.tap();
  await expect(drawer).toBeVisible();
  await page.page.screenshot({ path: info.outputPath('drawer.png') });
  expect((await new AxeBuilder({ page: page.page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await page.page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await opener.tap();
  await expect(drawer).toBeVisible();
  await page.page.touchscreen.tap(700, 600);
  await expect(drawer).toBeHidden();
  await opener.tap();
  await page.row('worker').getByRole('button').first().tap();
  await expect(drawer).toBeHidden();
  await page.sees('at work');
  await page.page.screenshot({ path: info.outputPath('upright.png') });

  for (const button of await page.page.locator('nav button:visible').all()) {
    const box = (await button.boundingBox())!;
    expect
      .soft(Math.min(box.width, box.height), (await button.getAttribute('aria-label')) ?? '')
      .toBeGreaterThanOrEqual(40);
  }

  await page.page.setViewportSize({ width: 1180, height: 820 });
  await expect(page.page.getByRole('complementary', { name: 'Side bar' })).toBeVisible();
  await expect(drawer).toBeHidden();
  await page.page.screenshot({ path: info.outputPath('on-its-side.png') });
  expect((await new AxeBuilder({ page: page.page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
});
