import { AxeBuilder } from '@axe-core/playwright';
import { devices, type Browser, type BrowserContextOptions } from '@playwright/test';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const { defaultBrowserType: _, ...pixel } = devices['Pixel 7']!;
const devicesLookedAt: [string, BrowserContextOptions][] = [
  ['desktop', { viewport: { width: 1440, height: 900 } }],
  ['phone', { ...pixel, viewport: { width: 390, height: 844 } }],
];

for (const [device, options] of devicesLookedAt) {
  test(`every screen is usable by everyone, in the dark and in the light: ${device}`, async ({
    ownDispatch: dispatch,
    browser,
  }, info) => {
    test.slow();
    const check = async (page: DispatchPage, name: string) => {
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.page.emulateMedia({ colorScheme });
        await page.page.screenshot({ path: info.outputPath(`${name}, ${colorScheme}.png`) });
        const { violations } = await new AxeBuilder({ page: page.page }).analyze();
        // All screens are looked at, also after one that fails.
        expect
          .soft(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
            `${name}, ${device}, ${colorScheme}`,
          )
          .toEqual([]);
      }
    };

    const stranger = await signInScreen(browser, options, dispatch.url);
    await check(stranger, 'sign-in');

    const page = await DispatchPage.signedIn(dispatch, browser, options);
    await check(page, 'empty');

    await page.openTerminal();
    await page.line('printf "\\033[1;31mred \\033[32mgreen \\033[34mblue\\033[0m 漢字 🙂 plain\\n"; seq 1 12');
    await page.sees('12');
    await check(page, 'terminal');

    await page.page.keyboard.press('Control+Shift+k');
    await expect(page.page.getByRole('dialog')).toBeVisible();
    await check(page, 'palette');
    await page.page.keyboard.press('Escape');

    await page.line('exit 3');
    await expect(page.page.getByRole('status').filter({ hasText: 'exited 3' })).toBeVisible();
    await check(page, 'ended');
  });
}

async function signInScreen(browser: Browser, options: BrowserContextOptions, url: string): Promise<DispatchPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  await expect(page.getByRole('heading', { name: 'Sign in to Dispatch' })).toBeVisible();
  return new DispatchPage(page);
}

test('whoever has scrolled back is at the newest line by one press', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  const toBottom = page.page.getByRole('button', { name: 'Go to the newest line' });
  await page.line('seq 1 500');
  await page.sees(/499\s*500/);
  await expect(toBottom).toHaveCount(0);

  await page.seesInThePast('321');
  await page.page.screenshot({ path: info.outputPath('scrolled back.png') });
  await toBottom.click();
  await page.sees(/499\s*500/);
  await expect(toBottom).toHaveCount(0);
  await page.page.keyboard.type('echo "typed at $((2 * 21))"');
  await page.page.keyboard.press('Enter');
  await page.sees('typed at 42');
});
