import { setTimeout as delay } from 'node:timers/promises';
import { pssBytes } from '../terminal/proc.mjs';
import { openAll, shell, signedIn } from './browser.mjs';
import { row } from './report.mjs';

/** What the page's process takes with twenty terminals open, each with some past, all of them looked at once. */
export async function memory({ system, browser, quick }) {
  const names = Array.from({ length: 20 }, (_, number) => `session-${String(number + 1).padStart(2, '0')}`);
  for (const name of names) {
    const terminal = await system.open({ ...shell, name });
    await terminal.see('ready> ');
    await terminal.ask(`seq 1 5000; printf 'all-%s\\n' printed\r`, 'all-printed');
  }

  const values = { process: [], heap: [] };
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    const page = await signedIn(system, browser);
    await openAll(page, names);
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    await delay(2000);
    await session.send('Performance.enable');
    const { metrics } = await session.send('Performance.getMetrics');
    values.heap.push(metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 1e6);
    values.process.push(pssBytes(await rendererOf(browser)) / 1e6);
    await page.context().close();
  }
  return [
    row("the page's process with 20 terminals (PSS)", values.process, 'MB', '< 250 MB'),
    row('of that, objects of its script', values.heap, 'MB'),
  ];
}

/** The process that draws the only page: of the renderers the one that takes most. */
async function rendererOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  return renderers.sort((a, b) => pssBytes(b) - pssBytes(a))[0];
}
