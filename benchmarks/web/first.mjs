import { link, newPage, shell } from './browser.mjs';
import { row } from './report.mjs';

/** From a sign-in link that names a session, in a browser that knows nothing of the page yet, to the first typed character's echo. */
export async function firstCharacter({ system, browser, quick }) {
  const times = { typeable: [], echoed: [] };
  const terminal = await system.open({ ...shell, name: 'first' });
  await terminal.see('ready> ');
  for (let round = 0; round < (quick ? 2 : 15); round++) {
    const page = await newPage(browser);
    // Before the first key nothing of the page is asked for: its time counts from the beginning of the navigation.
    await page.goto(await link(system, terminal.id), { waitUntil: 'commit' });
    await page.waitForFunction(() => window.bench !== undefined);
    times.typeable.push(await page.evaluate(() => window.bench.typeable('first')));
    const mark = `k${round}q`;
    const echoed = page.evaluate((text) => window.bench.shows('first', text), mark);
    await page.keyboard.type(mark);
    times.echoed.push(await echoed);
    await page.context().close();
  }
  return [
    row('sign-in to a terminal that can be typed into', times.typeable, 'ms'),
    row('sign-in to the first typed characters echoed', times.echoed, 'ms', '< 1000 ms'),
  ];
}
