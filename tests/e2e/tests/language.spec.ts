import { desktopAndPhone } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';
import { englishOn, inGerman } from '../harness/words.ts';

for (const [device, options] of desktopAndPhone) {
  test(`a browser that reads German is spoken to in German: ${device}`, async ({ dispatch, browser }, info) => {
    const context = await browser.newContext({ ...options, locale: 'de-AT' });
    const page = await context.newPage();
    await page.goto(dispatch.url);
    await expect(page.getByRole('heading', { name: inGerman('frame_sign_in_title') })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await page.getByRole('button', { name: inGerman('frame_sign_in_do') }).click();
    await expect(page.getByRole('alert')).toContainText(inGerman('frame_sign_in_key_missing'));
    await page.screenshot({ path: info.outputPath('sign-in.png') });
    expect(await englishOn(page)).toEqual([]);
  });

  test(`written from right to left, the page is mirrored and its terminals are not: ${device}`, async ({
    dispatch,
    browser,
  }, info) => {
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    const mirrored = async (name: string) => {
      await page.page.evaluate(() => (document.documentElement.dir = 'rtl'));
      await page.page.screenshot({ path: info.outputPath(`${name}.png`) });
      const overflow = await page.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
    };
    await mirrored('home');
    if (device === 'desktop') {
      const activity = await page.page.getByRole('navigation').first().boundingBox();
      expect(activity?.x).toBeGreaterThan(1000);
    }
    await page.openTerminal();
    await mirrored('terminal');
    expect(await page.terminal.locator('.xterm').evaluate((element) => getComputedStyle(element).direction)).toBe(
      'ltr',
    );
  });
}
