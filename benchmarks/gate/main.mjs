import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { besidePeer, memory } from '../terminal-engine/engine.mjs';
import { gateTable, judge, recorded } from './judge.mjs';
import { besideBaseline } from './live.mjs';

const [program, ...options] = process.argv.slice(2);
const file = join(import.meta.dirname, 'ratios.json');
const committed = JSON.parse(readFileSync(file, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'dispatch-gate-'));

const measured = {};
try {
  const { rows, mean } = besidePeer(program, folder, 3);
  for (const { name, ratio, allocated } of rows) {
    measured[`engine ${name}, times @xterm/headless`] = ratio;
    measured[`engine ${name}, bytes allocated per KB`] = allocated;
  }

  measured['engine, geometric mean'] = mean;
  const { idle, full } = memory(program);
  measured['terminal idle, kB'] = idle / 1000;
  measured['terminal with 5,000 lines, kB'] = full / 1000;
  Object.assign(measured, await besideBaseline());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

if (options.includes('--record')) {
  writeFileSync(file, JSON.stringify(recorded(measured, committed), null, 2) + '\n');
} else {
  const found = judge(measured, committed);
  console.log(gateTable(found));
  process.exitCode = found.some(({ worse }) => worse) ? 1 : 0;
}
