// Server and runner in their place, beside ws and node-pty; and attaching to a long past beside a short one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachTimes } from '../terminal-engine/live.mjs';
import { median } from '../terminal-engine/engine.mjs';
import { BaselineSystem } from '../terminal/baseline-system.mjs';
import { DispatchSystem } from '../terminal/dispatch-system.mjs';
import { cat, echo, seq } from '../terminal/measures.mjs';

const fileBytes = 50_000_000;

export async function besideBaseline() {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-gate-file-'));
  const file = join(folder, 'lines.txt');
  const line = 'The quick brown fox jumps over the lazy dog and says 0123456789 times that it was here.\n';
  writeFileSync(file, line.repeat(Math.ceil(fileBytes / line.length)));
  const systems = [new DispatchSystem(), new BaselineSystem()];
  try {
    for (const system of systems) await system.start();
    return {
      'keystroke echo p50, times ws + node-pty': await ratio(systems, (system) => echo(system, 300), 'p50 ms'),
      'seq, times ws + node-pty': await ratio(systems, seq, 'MB/s'),
      'cat, times ws + node-pty': await ratio(systems, (system) => cat(system, file, fileBytes), 'MB/s'),
      'attach to 100 MB of past, times to 1 MB': await longBesideShort(),
    };
  } finally {
    for (const system of systems) await system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ratio([ours, theirs], measure, key) {
  const values = { ours: [], theirs: [] };
  for (let round = 0; round < 3; round++) {
    values.ours.push((await measure(ours))[key]);
    values.theirs.push((await measure(theirs))[key]);
  }
  return median(values.ours) / median(values.theirs);
}

async function longBesideShort() {
  const { short, long } = await attachTimes(100, 20);
  return median(long) / median(short);
}
