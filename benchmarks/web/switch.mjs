import { openAll, shell, signedIn } from './browser.mjs';
import { row } from './report.mjs';

const sessions = 20;
/** So many are kept as they are, the one that is shown among them. */
const warm = 8;

/** From the press on a tab to a painted terminal that can be typed into, with twenty sessions open. */
export async function switching({ system, browser, quick }) {
  const names = Array.from({ length: sessions }, (_, number) => `session-${String(number + 1).padStart(2, '0')}`);
  for (const name of names) {
    const terminal = await system.open({ ...shell, name });
    await terminal.see('ready> ');
    // Each has a past: a screen full of colours and some scrollback.
    await terminal.ask(
      "for i in $(seq 1 200); do printf '\\033[3%dm%04d the quick brown fox jumps over the lazy dog\\033[0m\\n' $((i % 8)) $i; done; printf 'all-%s\\n' printed\r",
      'all-printed',
    );
  }

  const page = await signedIn(system, browser);
  await openAll(page, names);
  const times = { warm: [], cold: [] };
  const to = async (name, kind) => {
    await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
    const took = await page.evaluate((shown) => window.bench.switchTo(shown), name);
    if (kind) times[kind].push(took);
  };
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    // All round: each was not looked at for nineteen others.
    for (const name of names) await to(name, 'cold');
    // Among the last ones, several times, not beginning with the one that is shown.
    const last = names.slice(sessions - warm);
    for (let turn = 0; turn < (quick ? 1 : 3); turn++) for (const name of last) await to(name, 'warm');
  }
  const typed = await typedInto(page, names.at(-1));
  if (!typed) throw new Error('what was typed after a switch did not reach the shell');
  return [
    row('switch to a session looked at lately, to painted and typeable', times.warm, 'ms', '< 50 ms'),
    row('the same to the one of twenty not looked at for longest', times.cold, 'ms', '< 50 ms'),
  ];
}

async function typedInto(page, name) {
  const seen = page.evaluate((shown) => window.bench.shows(shown, 'typed-42'), name);
  await page.keyboard.type('echo typed-$((40 + 2))\n');
  return seen;
}
