import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BaselineSystem } from './baseline-system.mjs';
import { DispatchSystem } from './dispatch-system.mjs';
import * as measure from './measures.mjs';
import { print } from './report.mjs';

const quick = process.argv.includes('--quick');
const rounds = quick ? 1 : 3;
const keys = quick ? 50 : 1000;
const fileBytes = quick ? 5_000_000 : 200_000_000;
const terminals = quick ? 5 : 200;

// Noted per measure and system, a list of rounds each.
const results = new Map();
const started = [];
const folder = mkdtempSync(join(tmpdir(), 'dispatch-bench-file-'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopAll().then(() => process.exit(1)));

try {
  const file = join(folder, 'lines.txt');
  writeLines(file);
  await interleaved('Start to ready', startAndStop, [new DispatchSystem(), new BaselineSystem()]);

  const systems = [new DispatchSystem(), new BaselineSystem()];
  for (const system of systems) await start(system);
  await interleaved('Memory, idle', (system) => measure.memory(system, terminals), systems, 1);
  await interleaved('Keystroke echo, idle', (system) => measure.echo(system, keys), systems);
  await interleaved(
    'Keystroke echo, beside 50 commits/s',
    (system) => measure.echoBesideCommits(system, keys),
    systems,
  );
  await interleaved('`seq 1 2000000`', measure.seq, systems);
  await interleaved('`cat` of 200 MB', (system) => measure.cat(system, file, fileBytes), systems);
  await interleaved('Ctrl-C under `yes`', (system) => measure.interrupt(system, quick ? 1 : 5), systems);
  await interleaved('Logged events', (system) => measure.events(system, quick ? 0.5 : 3), [systems[0]]);
  print(results, { quick, rounds });
} finally {
  rmSync(folder, { recursive: true, force: true });
  await stopAll();
}

/** One system after the other, round by round, so that a slow moment of the machine meets both. */
async function interleaved(name, run, systems, times = rounds) {
  console.error(`${name}…`);
  for (let round = 0; round < times; round++) {
    for (const system of systems) note(name, system, await run(system));
  }
}

async function startAndStop(system) {
  const ms = await start(system);
  await stop(system);
  return { ms };
}

async function start(system) {
  started.push(system);
  return system.start();
}

function note(name, system, values) {
  const measures = results.get(name) ?? { dispatch: [], baseline: [] };
  measures[system instanceof DispatchSystem ? 'dispatch' : 'baseline'].push(values);
  results.set(name, measures);
}

async function stop(system) {
  started.splice(started.indexOf(system), 1);
  await system.stop();
}

async function stopAll() {
  for (const system of [...started]) await stop(system);
}

function writeLines(file) {
  const line = 'The quick brown fox jumps over the lazy dog and says 0123456789 times that it was here.\n';
  const block = Buffer.from(line.repeat(10_000));
  const descriptor = openSync(file, 'w');
  for (let written = 0; written < fileBytes;) written += writeSync(descriptor, block);
  closeSync(descriptor);
}
