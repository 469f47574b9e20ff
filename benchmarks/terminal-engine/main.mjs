import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { besidePeer, memory, printBesidePeer, printMemory } from './engine.mjs';
import { attach, flood } from './live.mjs';

const [program, ...options] = process.argv.slice(2);
const quick = options.includes('--quick');
const folder = mkdtempSync(join(tmpdir(), 'dispatch-bench-engine-'));
const command = ['./bench terminal-engine', ...options].join(' ');

try {
  console.log(`Command: \`${command}\`, ${new Date().toISOString().slice(0, 10)}.`);
  console.log(
    `Machine: ${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}; Node ${process.version}.\n`,
  );
  const rounds = quick ? 1 : 5;
  printBesidePeer(besidePeer(program, folder, rounds), rounds);
  printMemory(memory(program));
  if (!options.includes('--engine')) {
    await attach(quick);
    await flood(quick ? 8 : 60);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
