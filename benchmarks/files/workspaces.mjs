import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { shell, signedIn, withBrowser } from '../web/browser.mjs';
import { row } from '../web/report.mjs';

/** From the choice of a workspace to its terminal, painted and typeable, there and back between two that were seen before. */
export async function workspaces({ system, folder, quick }) {
  const names = ['first', 'second'];
  const ids = [];
  for (const name of names) {
    mkdirSync(join(folder, name));
    const { id } = await system.call('POST', '/api/workspaces', { name, folder: join(folder, name), existing: true });
    await system.call('POST', `/api/workspaces/${id}/sessions`, { ...shell, name });
    ids.push(id);
  }
  // A list with nothing in it has no row to wait for.
  await system.create({ ...shell, name: 'home' });
  await system.call('PATCH', '/api/settings/server', { values: { onboarded: true } });
  return withBrowser(async (browser) => {
    const page = await signedIn(system, browser);
    for (const [at, id] of ids.entries()) {
      await page.goto(`http://127.0.0.1:${system.port}/w/${id}`);
      await page.locator('[data-row]').filter({ hasText: names[at] }).first().click();
      await page.evaluate((shown) => window.bench.typeable(shown), names[at]);
    }

    const times = [];
    for (let i = 0; i < (quick ? 2 : 30); i++) {
      const to = names[i % 2];
      await page.locator('h1 button').first().click();
      const item = page.getByRole('menuitem', { name: to, exact: true });
      await item.waitFor();
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
