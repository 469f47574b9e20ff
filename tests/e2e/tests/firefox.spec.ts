import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { Dispatch } from '../harness/dispatch.ts';
import { mustNotBeLogged } from '../harness/leaks.ts';
import { expect, test } from '../harness/test.ts';

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

// A smoke test: what all other tests show in Chromium works in Firefox too, driven by WebDriver BiDi.
test('in Firefox one signs in, types, comes back after a reload, and finds a session by the palette @core', async () => {
  test.skip(!existsSync(firefox), `${firefox} is missing: install Debian's firefox-esr, or name one by FIREFOX`);
  test.setTimeout(240_000);
  const dispatch = await Dispatch.prepare();
  let browser: Browser | undefined;
  try {
    const link = await dispatch.start();
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox,
      timeout: 120_000,
      // The terminal is then drawn as DOM, which a test can read.
      extraPrefsFirefox: { 'webgl.disabled': true },
      defaultViewport: { width: 1440, height: 900 },
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(String(error)));

    await page.goto(link);
    await page.locator('::-p-aria(New terminal)').click();
    await shows(page, /[#$]/);
    for (const cookie of await browser.cookies()) mustNotBeLogged(cookie.value);

    await page.keyboard.type('echo "it is $((40 + 2)) and 漢字"');
    await page.keyboard.press('Enter');
    await shows(page, /it is 42 and 漢字/);

    await page.reload();
    await shows(page, /it is 42 and 漢字/);

    // In a terminal Ctrl+K is the shell's.
    await page.keyboard.down('Control');
    await page.keyboard.down('Shift');
    await page.keyboard.press('K');
    await page.keyboard.up('Shift');
    await page.keyboard.up('Control');
    await page.locator('dialog [role=option]').wait();
    await page.keyboard.press('Escape');
    await page.locator('::-p-aria(Settings)').click();
    await page.locator('::-p-aria(Settings[role="heading"])').wait();

    expect(wrong).toEqual([]);
  } finally {
    await browser?.close();
    await dispatch.stop();
  }
});

async function shows(page: Page, text: RegExp): Promise<void> {
  const screen = () => page.$$eval('.xterm-rows', (all) => all.map((rows) => rows.textContent).join('\n'));
  await expect.poll(screen, { timeout: 60_000 }).toMatch(text);
}
