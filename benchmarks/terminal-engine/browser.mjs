import { chromium } from '@playwright/test';

const chrome = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds from the attach request to the frame that shows the screen, in the page as built. */
export async function paint(system, sessions, rounds) {
  const browser = await chromium.launch({
    executablePath: process.env.DISPATCH_CHROMIUM ?? '/usr/bin/chromium',
    args: chrome,
  });
  const times = { short: [], long: [] };
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const { url } = await system.call('POST', '/api/sign-in-links');
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'));
    for (let round = 0; round < rounds; round++)
      for (const kind of ['short', 'long']) {
        await page.goto(`${new URL(url).origin}/sessions/default/${sessions[kind]}`);
        await page.waitForFunction(
          () => performance.getEntriesByName('dispatch.attach-to-paint').length > 0,
          undefined,
          { timeout: 20_000 },
        );
        times[kind].push(
          await page.evaluate(() => performance.getEntriesByName('dispatch.attach-to-paint')[0].duration),
        );
      }
  } finally {
    await browser.close();
  }

  return times;
}
