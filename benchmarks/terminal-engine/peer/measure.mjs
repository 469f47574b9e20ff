// The peer: the same bytes in the same pieces through @xterm/headless. Prints a line per corpus: its name and the seconds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import headless from '@xterm/headless';

const [folder, ...names] = process.argv.slice(2);
const piece = 64 * 1024;

for (const name of names) {
  const corpus = readFileSync(join(folder, name));
  let best = Infinity;
  for (let round = 0; round < 4; round++) {
    const terminal = new headless.Terminal({ cols: 80, rows: 24, scrollback: 5000, allowProposedApi: true });
    const start = process.hrtime.bigint();
    for (let at = 0; at < corpus.length; at += piece)
      await new Promise((done) => terminal.write(corpus.subarray(at, at + piece), done));
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (round > 0) best = Math.min(best, seconds);
    terminal.dispose();
  }
  console.log(`${name} ${best.toFixed(6)}`);
}
