import type { BrowserContext } from '@playwright/test';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

/** Browsers that don't do what a page may hope for. */
const withoutStorage: [string, (context: BrowserContext) => Promise<unknown>][] = [
  [
    'forbidden',
    (context) =>
      context.addInitScript(() => {
        const get = () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        };
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
          Object.defineProperty(window, name, { get });
      }),
  ],
  [
    'full',
    (context) =>
      context.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        };
      }),
  ],
];

for (const [how, forbid] of withoutStorage) {
  test(`where the browser's storage is ${how} all works, and the layout comes back from the server`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    const context = await browser.newContext();
    await forbid(context);
    const page = await DispatchPage.signInto(dispatch, context);
    const wrong: string[] = [];
    page.page.on('pageerror', (error) => wrong.push(String(error)));
    const kept = page.page.waitForResponse(
      (response) => response.url().includes('/layout') && response.request().method() === 'PUT' && response.ok(),
    );
    await page.openTerminal();
    await page.line('echo "still $((6 * 7))"');
    await page.sees('still 42');
    await kept;

    await page.page.reload();
    await page.live();
    await page.sees('still 42');
    expect(wrong).toEqual([]);
  });
}

for (const [off, said] of [
  [7 * 3_600_000 + 90_000, "This device's clock is 7 h 1 m ahead of the server's."],
  [-3 * 3_600_000 - 90_000, "This device's clock is 3 h 1 m behind the server's."],
] as const) {
  test(`a device with a wrong clock shows ages by the server. ${said}`, async ({ dispatch, browser }) => {
    const context = await browser.newContext();
    const page = await DispatchPage.signInto(dispatch, context);
    await page.page.clock.setSystemTime(new Date(Date.now() + off));
    await page.openTerminal();
    await page.page.reload();
    await expect(page.page.getByText(said)).toBeVisible();
    await expect(page.row('bash')).toContainText('now');
    await page.live();
    await page.line('echo "goes on"');
    await page.sees('goes on');
  });
}

test('letters are as wide as their cells while sizes change, also where less motion is asked for', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser, { reducedMotion: 'reduce' });
  await page.openTerminal();
  await page.page.keyboard.press('Control+Shift+e');
  await expect(page.terminal).toHaveCount(2);
  const styles = () =>
    page.screen.evaluateAll((all) =>
      all
        .map((rows) => getComputedStyle(rows))
        // The whole line is a whole number of pixels: of that, a cell has a hundredth at most.
        .map((s) => [s.fontSize, Math.abs(parseFloat(s.letterSpacing) || 0) < 0.01]),
    );
  await expect.poll(styles).toEqual([
    ['13.35px', true],
    ['13.35px', true],
  ]);
});
