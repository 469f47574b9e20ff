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

const measure = 'dispatch.attach-to-paint';

/**
 * Milliseconds from the attach request to the frame that shows the screen, in the page as built: of sessions opened within the page, each
 * in a tab of its own that is closed again, and of the page loaded anew at the session.
 */
export async function paint(system, sessions, rounds) {
  const browser = await chromium.launch({
    executablePath: process.env.DISPATCH_CHROMIUM ?? '/usr/bin/chromium',
    args: chrome,
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const { url } = await system.call('POST', '/api/sign-in-links');
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('[data-row]').first().waitFor();
    const opened = await alternately(rounds, (kind) => open(page, kind));
    const loaded = await alternately(Math.ceil(rounds / 4), (kind) => load(page, new URL(url).origin, sessions[kind]));
    return { opened, loaded };
  } finally {
    await browser.close();
  }
}

async function alternately(rounds, time) {
  const times = { short: [], long: [] };
  for (let round = 0; round < rounds; round++) for (const kind of ['short', 'long']) times[kind].push(await time(kind));
  return times;
}

async function open(page, name) {
  await page.evaluate((name) => performance.clearMeasures(name), measure);
  await page
    .getByRole('listitem')
    .filter({ has: page.locator('[data-row]') })
    .filter({ hasText: name })
    .click();
  const took = await painted(page);
  await page.locator('button[aria-label^="Close tab"]').dispatchEvent('click');
  // What is done after the paint, and after the closing, is no part of the next.
  await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
  return took;
}

async function load(page, origin, id) {
  await page.goto(`${origin}/w/default/s/${id}`);
  return painted(page);
}

async function painted(page) {
  const handle = await page.waitForFunction((name) => performance.getEntriesByName(name)[0]?.duration, measure, {
    timeout: 20_000,
  });
  return handle.jsonValue();
}
