import { cpus, loadavg, release, totalmem } from 'node:os';
import { percentile } from '../terminal/measures.mjs';

export const median = (values) => percentile(values, 0.5);

/** A line of the table: what was measured so many times, in which unit. */
export function row(name, values, unit, aim = '') {
  return { name, value: median(values), runs: values.length, unit, aim };
}

/** How many times as much as the other. */
export function ratio(name, values, others, aim = '') {
  return { name, value: median(values) / median(others), runs: values.length, unit: '×', aim };
}

export function printHead(command) {
  console.log(`Command: \`${command}\`, ${new Date().toISOString().slice(0, 10)}.`);
  console.log(
    `Machine: ${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}; Node ${process.version}; load ${loadavg()[0].toFixed(1)}.\n`,
  );
}

export function printRows(rows) {
  console.log('| | median | runs | aim |');
  console.log('|---|---:|---:|---:|');
  for (const { name, value, runs, unit, aim } of rows)
    console.log(`| ${name} | ${figure(value)} ${unit} | ${runs} | ${aim} |`);
}

function figure(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
