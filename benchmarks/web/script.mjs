import { newPage } from './browser.mjs';
import { row } from './report.mjs';

/** What of script a browser loads before anybody is signed in: no terminal, no editor. */
export async function initialScript({ system, browser }) {
  const page = await newPage(browser);
  await page.goto(`http://127.0.0.1:${system.port}/`);
  await page.locator('input:visible').first().waitFor();
  await page.waitForLoadState('networkidle');
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  return [row('initial script, brotli', [bytes / 1000], 'kB', '≤ 60 kB')];
}
