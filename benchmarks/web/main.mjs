import { DispatchSystem } from '../terminal/dispatch-system.mjs';
import { withBrowser } from './browser.mjs';
import { firstCharacter } from './first.mjs';
import { flood } from './flood.mjs';
import { memory } from './memory.mjs';
import { printHead, printRows } from './report.mjs';
import { initialScript } from './script.mjs';
import { switching } from './switch.mjs';
import { longTasks } from './tasks.mjs';

const options = process.argv.slice(2);
const quick = options.includes('--quick');
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : undefined;
const measures = { script: initialScript, first: firstCharacter, switch: switching, tasks: longTasks, flood, memory };
if (only !== undefined && !(only in measures)) {
  console.error(`web: no measure ${only}; there are ${Object.keys(measures).join(', ')}`);
  process.exit(2);
}

const rows = [];
for (const [name, measure] of Object.entries(measures)) {
  if (only !== undefined && name !== only) continue;
  console.error(`${name}…`);
  // A system and a browser of its own: what one measure leaves behind is no part of the next.
  const system = new DispatchSystem();
  await system.start();
  try {
    // Nobody is new here: what welcomes lies over the page once.
    await system.call('PATCH', '/api/settings/server', { values: { onboarded: true } });
    rows.push(...(await withBrowser((browser) => measure({ system, browser, quick }))));
  } finally {
    await system.stop();
  }
}

printHead(['./bench web', ...options].join(' '));
printRows(rows);
