import { cpus, release, totalmem } from 'node:os';
import { percentile } from './measures.mjs';

/** Prints what was noted as a table in Markdown: the median of the rounds, and how the two compare. */
export function print(results, { quick, rounds }) {
  console.log(`Command: \`./bench terminal${quick ? ' --quick' : ''}\`, ${new Date().toISOString().slice(0, 10)}.`);
  console.log(
    `Machine: ${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}; Node ${process.version}.`,
  );
  console.log(`Medians of ${rounds} rounds, one system after the other in each.\n`);
  console.log('| | Dispatch | ws + node-pty | ratio |');
  console.log('|---|---:|---:|---:|');
  for (const [name, { dispatch, baseline }] of results) {
    for (const key of Object.keys(dispatch[0])) {
      const ours = median(dispatch, key);
      const theirs = median(baseline, key);
      const ratio = ours && theirs ? `${(ours / theirs).toFixed(2)}×` : '';
      console.log(`| ${name}: ${key} | ${figure(ours)} | ${figure(theirs)} | ${ratio} |`);
    }
  }
}

function median(rounds, key) {
  const values = rounds.map((round) => round[key]).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : percentile(values, 0.5);
}

function figure(value) {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
