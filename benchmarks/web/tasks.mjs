import { setTimeout as delay } from 'node:timers/promises';
import { openAll, shell, signedIn } from './browser.mjs';
import { row } from './report.mjs';

/** Twenty sessions that print all the time, four of them seen: what keeps the page from answering, and for how long. */
export async function longTasks({ system, browser, quick }) {
  const names = Array.from({ length: 20 }, (_, number) => `session-${String(number + 1).padStart(2, '0')}`);
  const terminals = [];
  for (const name of names) {
    const terminal = await system.open({ ...shell, name });
    await terminal.see('ready> ');
    terminals.push(terminal);
  }

  const page = await signedIn(system, browser);
  await openAll(page, names);
  for (const name of names.slice(16, 19)) {
    await page.locator('nav[data-group] li', { hasText: name }).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move to the right' }).click();
  }
  // Without a process a line: a thousand of those a second would take both processors, and what is measured is the page.
  const program = String.raw`$| = 1; while (1) { printf "\e[3%dm%d the quick brown fox jumps\e[0m\n", rand 8, rand 32768; select undef, undef, undef, 0.02 }`;
  for (const terminal of terminals) terminal.type(`perl -e '${program}'\r`);
  await delay(3000);
  const rounds = [];
  for (let round = 0; round < (quick ? 1 : 5); round++)
    rounds.push(await page.evaluate(observe, quick ? 3000 : 10_000));
  return [
    row(
      '20 sessions under output: tasks over 50 ms in 10 s',
      rounds.map(({ length }) => length),
      '',
      '0',
    ),
    row(
      'the longest task of those',
      rounds.map((tasks) => Math.max(0, ...tasks)),
      'ms',
      '≤ 50 ms',
    ),
  ];
}

/** Runs in the page: the lengths of its tasks over 50 ms, the only ones that a browser tells. */
function observe(milliseconds) {
  return new Promise((resolve) => {
    const tasks = [];
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    setTimeout(() => {
      observer.disconnect();
      resolve(tasks);
    }, milliseconds);
  });
}
