// The terminal alone: bytes through it, and through the peer, in turns.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const corpora = ['plain', 'colour', 'cursor', 'unicode', 'seq', 'regions'];
const megabytes = 8.388608;

/** Every corpus through both, one after the other in each round: medians of the rounds, and how the two compare. */
export function besidePeer(program, folder, rounds) {
  execFileSync(program, ['corpora', folder]);
  const ours = new Map(corpora.map((name) => [name, []]));
  const theirs = new Map(corpora.map((name) => [name, []]));
  const allocated = new Map();
  for (let round = 0; round < rounds; round++)
    for (const name of corpora) {
      const [, seconds, bytes] = execFileSync(program, ['measure', folder, name], { encoding: 'utf8' }).split(' ');
      ours.get(name).push(megabytes / Number(seconds));
      allocated.set(name, Number(bytes));
      const peer = execFileSync(process.execPath, [join(import.meta.dirname, 'peer/measure.mjs'), folder, name], {
        encoding: 'utf8',
      });
      theirs.get(name).push(megabytes / Number(peer.split(' ')[1]));
    }

  console.log(
    `Medians of ${rounds} rounds, one after the other in each; 8 MB in pieces of 64 KiB, 80 × 24, 5,000 lines kept.\n`,
  );
  console.log('| MB/s | Dispatch | @xterm/headless 6 | ratio | bytes allocated per KB |');
  console.log('|---|---:|---:|---:|---:|');
  let product = 1;
  for (const name of corpora) {
    const [a, b] = [median(ours.get(name)), median(theirs.get(name))];
    product *= a / b;
    console.log(
      `| ${name} | ${a.toFixed(0)} | ${b.toFixed(1)} | ${(a / b).toFixed(1)}× | ${(allocated.get(name) / (megabytes * 1000)).toFixed(1)} |`,
    );
  }

  console.log(`| geometric mean | | | ${(product ** (1 / corpora.length)).toFixed(1)}× | |\n`);
}

/** What a terminal takes of the heap. */
export function memory(program) {
  const lines = execFileSync(program, ['memory'], { encoding: 'utf8' }).trim().split('\n');
  const [idle, full] = lines.map((line) => Number(line.split(' ')[1]));
  console.log('| memory of a terminal, 80 × 24 | kB | aim |');
  console.log('|---|---:|---:|');
  console.log(`| idle, at a prompt | ${(idle / 1000).toFixed(1)} | < 40 |`);
  console.log(`| 5,000 full lines of scrollback | ${(full / 1000).toFixed(0)} | < 2000 |\n`);
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
