// The terminal alone: bytes through it, and through the peer, in turns.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const corpora = ['plain', 'colour', 'cursor', 'unicode', 'seq', 'regions'];
const megabytes = 8.388608;

/** Every corpus through both, one after the other in each round: medians of the rounds, and how the two compare. */
export function besidePeer(program, folder, rounds) {
  execFileSync(program, ['corpora', folder]);
  const rows = corpora.map((name) => ({ name, ours: [], theirs: [] }));
  for (let round = 0; round < rounds; round++)
    for (const row of rows) {
      const [, seconds, bytes] = execFileSync(program, ['measure', folder, row.name], { encoding: 'utf8' }).split(' ');
      row.ours.push(megabytes / Number(seconds));
      row.allocated = Number(bytes) / (megabytes * 1000);
      const peer = execFileSync(process.execPath, [join(import.meta.dirname, 'peer/measure.mjs'), folder, row.name], {
        encoding: 'utf8',
      });
      row.theirs.push(megabytes / Number(peer.split(' ')[1]));
    }

  const medians = rows.map(({ name, ours, theirs, allocated }) => {
    const [a, b] = [median(ours), median(theirs)];
    return { name, ours: a, theirs: b, ratio: a / b, allocated };
  });
  const mean = medians.reduce((product, { ratio }) => product * ratio, 1) ** (1 / medians.length);
  return { rows: medians, mean };
}

export function printBesidePeer({ rows, mean }, rounds) {
  console.log(
    `Medians of ${rounds} rounds, one after the other in each; 8 MB in pieces of 64 KiB, 80 × 24, 5,000 lines kept.\n`,
  );
  console.log('| MB/s | Dispatch | @xterm/headless 6 | ratio | bytes allocated per KB |');
  console.log('|---|---:|---:|---:|---:|');
  for (const { name, ours, theirs, ratio, allocated } of rows)
    console.log(
      `| ${name} | ${ours.toFixed(0)} | ${theirs.toFixed(1)} | ${ratio.toFixed(1)}× | ${allocated.toFixed(1)} |`,
    );
  console.log(`| geometric mean | | | ${mean.toFixed(1)}× | |\n`);
}

/** What a terminal takes of the heap, in bytes. */
export function memory(program) {
  const lines = execFileSync(program, ['memory'], { encoding: 'utf8' }).trim().split('\n');
  const [idle, full] = lines.map((line) => Number(line.split(' ')[1]));
  return { idle, full };
}

export function printMemory({ idle, full }) {
  console.log('| memory of a terminal, 80 × 24 | kB | aim |');
  console.log('|---|---:|---:|');
  console.log(`| idle, at a prompt | ${(idle / 1000).toFixed(1)} | < 40 |`);
  console.log(`| 5,000 full lines of scrollback | ${(full / 1000).toFixed(0)} | < 2000 |\n`);
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
