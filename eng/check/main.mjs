// Runs the steps, two at a time where there are two processors, and ends with one line: N passed, N failed (, N skipped).
import { availableParallelism } from 'node:os';
import { endLeftovers } from './processes.mjs';
import { inOrderOfNeed } from './schedule.mjs';
import { steps } from './steps.mjs';

const all = process.argv.includes('--all');
const named = process.argv.slice(2).filter((name) => name !== '--all');
if (named.includes('--list')) {
  for (const step of steps)
    console.log(`${step.name.padEnd(10)}${step.what}${step.long ? ' (long: by its name or --all)' : ''}`);
  process.exit(0);
}

const unknown = named.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`check: no step ${unknown.join(', ')}; there are: ${steps.map((step) => step.name).join(' ')}`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    await endLeftovers();
    process.exit(1);
  });
}

const byDefault = steps.filter((step) => (all ? !step.within : !step.long));
const wanted = new Set(named.length > 0 ? named : byDefault.map(({ name }) => name));
for (const step of [...steps].reverse()) {
  if (wanted.has(step.name)) step.needs?.forEach((name) => wanted.add(name));
}

const total = { passed: 0, failed: 0, skipped: 0 };
const broken = new Set();
const lanes = Math.min(2, availableParallelism());
await inOrderOfNeed(
  steps.filter(({ name }) => wanted.has(name)),
  lanes,
  async (step) => add(step, await run(step)),
);

add({ name: 'left over' }, await leftOver());
console.log(summary(total));
process.exit(total.failed > 0 ? 1 : 0);

async function run(step) {
  const missing = step.needs?.find((name) => broken.has(name));
  if (missing) return { failed: 1, output: `not run: ${missing} failed` };

  const start = performance.now();
  const result = await step.run().catch((error) => ({ failed: 1, output: error.stack }));
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

function add(step, { passed = 0, failed = 0, skipped = 0, output, seconds }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0) broken.add(step.name);
  if (passed + failed + skipped === 0) return;

  if (failed > 0 && output) console.log(`\n${output.trimEnd()}\n`);
  const time = seconds === undefined ? '' : `${seconds.toFixed(1)} s`;
  console.log(
    `${failed > 0 ? 'FAILED' : 'ok    '}  ${step.name.padEnd(10)}${time.padStart(8)}  ${summary({ passed, failed, skipped })}`,
  );
  if (failed === 0 && output) console.log(`        ${output}`);
}

/** Whatever a step started and did not end is ended here, and is a failure. */
async function leftOver() {
  const processes = await endLeftovers();
  return processes.length === 0
    ? {}
    : { failed: 1, output: `These were still running and have been ended:\n${processes.join('\n')}` };
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
