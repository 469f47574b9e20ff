// What a person sees of an agent: the first word of an answer, and a long conversation that is opened.
import { DispatchSystem } from '../terminal/dispatch-system.mjs';
import { percentile } from '../terminal/measures.mjs';
import { link, newPage, withBrowser } from '../web/browser.mjs';
import { anAgent } from './talk.mjs';

export async function page({ quick }) {
  const [prompts, turns, opens] = quick ? [5, 50, 3] : [50, 2000, 10];
  const system = new DispatchSystem();
  try {
    await system.start();
    await system.call('PATCH', '/api/settings/server', { values: { onboarded: true } });
    return await withBrowser(async (browser) => [
      ...(await firstWords(system, browser, prompts)),
      ...(await opening(system, browser, turns, opens)),
    ]);
  } finally {
    await system.stop();
  }
}

/** From the press of Enter to a painted word: the scripted agent answers at once, so all of it is ours and the browser's. */
async function firstWords(system, browser, prompts) {
  const agent = await anAgent(system, 'quick');
  const page = await newPage(browser);
  await page.goto(await link(system, agent.id));
  const box = page.getByRole('textbox', { name: 'What shall the agent do?' });
  await box.waitFor();
  await page.locator('[data-testid=agent][data-state=live]').waitFor();
  const times = [];
  for (let number = 0; number < prompts; number++) {
    await box.fill(`say answer-${number}-here`);
    await page.getByRole('button', { name: 'Send' }).and(page.locator(':enabled')).waitFor();
    times.push(
      await page.evaluate(async (word) => {
        const start = performance.now();
        document.activeElement.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
        );
        const said = () =>
          [...document.querySelectorAll('[data-testid=agent] .said')].some((one) => one.textContent.includes(word));
        return (await window.bench.painted(said)) - start;
      }, `answer-${number}-here`),
    );
    await page.waitForFunction(() => !document.querySelector('[data-testid=agent][aria-busy=true]'));
  }
  agent.leave();
  await page.context().close();
  return [row('from Enter to the first painted word', times, '< 150 ms')];
}

/** From the press on its tab's row to its last turn on the screen, in a page that has not seen it. */
async function opening(system, browser, turns, opens) {
  const agent = await anAgent(system, 'long');
  const other = await anAgent(system, 'other');
  for (let turn = 1; turn <= turns; turn++)
    await agent.prompt(`say turn-${turn}-answered with some **words** and \`code\``);
  const times = [];
  for (let number = 0; number < opens; number++) {
    const page = await newPage(browser);
    await page.goto(await link(system, other.id));
    // The code of agents is there already, as it is when one looks at another.
    await page.locator('[data-testid=agent][data-state=live]').waitFor();
    await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
    times.push(
      await page.evaluate(async (last) => {
        const row = [...document.querySelectorAll('[data-row]')].find((one) => one.textContent.includes('long'));
        const start = performance.now();
        (row.querySelector('button, a') ?? row).click();
        const shown = () => {
          const said = [...document.querySelectorAll('section.agent:not([hidden]) .said')].at(-1);
          return said?.textContent.includes(last) && said.checkVisibility();
        };
        return (await window.bench.painted(shown)) - start;
      }, `turn-${turns}-answered`),
    );
    await page.context().close();
  }
  agent.leave();
  other.leave();
  return [row(`a conversation of ${turns} turns is opened`, times, '< 100 ms')];
}

const row = (name, values, aim) => ({
  name,
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  runs: values.length,
  unit: 'ms',
  aim,
});
