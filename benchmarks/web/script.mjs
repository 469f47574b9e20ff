import { link, newPage } from './browser.mjs';
import { row } from './report.mjs';

/** What of script a browser has loaded when somebody can sign in, and when a person who is signed in sees the frame: no terminal, no editor. */
export async function initialScript({ system, browser }) {
  const signedOut = await newPage(browser);
  await signedOut.goto(`http://127.0.0.1:${system.port}/`);
  await signedOut.locator('input:visible').first().waitFor();
  const form = await loaded(signedOut);

  const signedIn = await newPage(browser);
  await signedIn.goto(await link(system));
  await signedIn.locator('footer:visible').waitFor();
  return [
    row('script until one can sign in, the frame loaded ahead, brotli', [form], 'kB', '≤ 60 kB'),
    row('script until the frame is there, signed in, brotli', [await loaded(signedIn)], 'kB', '≤ 60 kB'),
  ];
}

/** Kilobytes of the scripts that began to load before the frame was drawn: those after it wait for an idle moment, or for what they show. */
async function loaded(page) {
  const bytes = await page.evaluate(() => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
    const frame = scripts.find(({ name }) => /\/frame-/.test(name))?.responseEnd ?? Infinity;
    return scripts
      .filter(({ startTime }) => startTime <= frame)
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  });
  return bytes / 1000;
}
