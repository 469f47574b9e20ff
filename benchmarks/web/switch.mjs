import { openAll, shell, signedIn } from './browser.mjs';
import { row } from './report.mjs';

const open = 20;
/** More than a page keeps as they are: each was dropped to a snapshot when one comes back to it. */
const more = 30;

/** From the press on a tab to a painted terminal that can be typed into, with twenty sessions open. */
export async function switching({ system, browser, quick }) {
  const names = Array.from({ length: more }, (_, number) => `session-${String(number + 1).padStart(2, '0')}`);
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
  const rounds = quick ? 1 : 3;
  const few = names.slice(0, open);
  await openAll(page, few);
  const kept = await allRound(page, few, rounds);
  await openAll(page, names.slice(open));
  const dropped = await allRound(page, names, rounds);
  const typed = await typedInto(page, names.at(-1));
  if (!typed) throw new Error('what was typed after a switch did not reach the shell');
  return [
    row('switch among 20 open sessions, to painted and typeable', kept, 'ms', '< 50 ms'),
    row('among 30, to one that was dropped to a snapshot', dropped, 'ms'),
  ];
}

/** To each in turn: none was looked at for as long as it can be. */
async function allRound(page, names, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
      times.push(await page.evaluate((shown) => window.bench.switchTo(shown), name));
    }
  return times;
}

async function typedInto(page, name) {
  const seen = page.evaluate((shown) => window.bench.shows(shown, 'typed-42'), name);
  await page.keyboard.type('echo typed-$((40 + 2))\n');
  return seen;
}
