import { setTimeout as sleep } from 'node:timers/promises';
import { faults } from './faults/index.mjs';
import { optionsOf, usageOf } from './options.mjs';
import { run } from './rounds.mjs';
import { tableOf } from './table.mjs';
import { Tally } from './tally.mjs';

let options;
let tally;
try {
  options = optionsOf(process.argv.slice(2), faults);
  if (!options.help) tally = Tally.open(options.resume, options);
} catch (error) {
  console.error(`faults: ${error.message}\n${usageOf(faults)}`);
  process.exit(2);
}

if (options.help) {
  console.log(usageOf(faults));
  process.exit(0);
}

// Asked to end, it ends after the step that it is at, so that nothing is left running.
const asked = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => asked.abort());

await run(options, tally, asked.signal, sleep);
tally.save();
console.log(tableOf(tally));
for (const words of tally.findings) console.error(`faults: ${words}`);
if (tally.findings.length > 0)
  console.error(
    `faults: replay with: ./bench faults --seed ${options.seed} --kills ${tally.done} --sessions ${options.sessions} --kinds ${tally.scope}`,
  );
// Not left to itself: taking down a socket that is still closing, Node has been seen to spin for ever in Environment::CleanupHandles.
process.exit(tally.findings.length > 0 ? 1 : 0);
