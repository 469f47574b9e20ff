import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { shell, signedIn, withBrowser } from '../web/browser.mjs';
import { row } from '../web/report.mjs';

/** From the choice of a workspace to its terminal, painted and typeable, there and back between two that were seen before. */
export async function workspaces({ system, folder, quick }) {
  const names = ['first', 'second'];
  for (const name of names) {
    mkdirSync(join(folder, name));
    const { id } = await system.call('POST', '/api/workspaces', { name, folder: join(folder, name), existing: true });
    await system.call('POST', `/api/workspaces/${id}/sessions`, { ...shell, name });
  }
  // A list with nothing in it has no row to wait for.
  await system.create({ ...shell, name: 'home' });
  await system.call('PATCH', '/api/settings/server', { values: { onboarded: true } });
  return withBrowser(async (browser) => {
    const page = await signedIn(system, browser);
    for (const name of names) {
      await (await chosen(page, name)).click();
      await page.locator('[data-row]').filter({ hasText: name }).first().click();
      await page.evaluate((shown) => window.bench.typeable(shown), name);
    }

    const times = [];
    for (let i = 0; i < (quick ? 2 : 30); i++) {
      const to = names[i % 2];
      const item = await chosen(page, to);
      times.push(
        await item.evaluate(async (element, shown) => {
          const start = performance.now();
          element.click();
          return (await window.bench.typeable(shown)) - start;
        }, to),
      );
    }
    return [row('another workspace is chosen, to its terminal painted and typeable', times, 'ms', '< 100')];
  });
}

/** The workspace in the list of them, which is open. */
async function chosen(page, name) {
  await page.locator('h1 button').first().click();
  const item = page.getByRole('menuitem', { name, exact: true });
  await item.waitFor();
  return item;
}
