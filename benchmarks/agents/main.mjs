import { printHead } from '../web/report.mjs';
import { gateway } from './gateway.mjs';
import { many } from './many.mjs';
import { page } from './page.mjs';

const options = process.argv.slice(2);
const quick = options.includes('--quick');
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : undefined;
const measures = { gateway, many, page };
if (only !== undefined && !(only in measures)) {
  console.error(`agents: no measure ${only}; there are ${Object.keys(measures).join(', ')}`);
  process.exit(2);
}

const rows = [];
try {
  for (const [name, measure] of Object.entries(measures)) {
    if (only !== undefined && name !== only) continue;
    console.error(`${name}…`);
    rows.push(...(await measure({ quick })));
  }
} finally {
  // Also of a run that fails at one of them.
  printHead(['./bench agents', ...options].join(' '));
  console.log('| | p50 | p95 | runs | aim |');
  console.log('|---|---:|---:|---:|---:|');
  for (const { name, p50, p95, runs, unit, aim } of rows) {
    console.log(`| ${name} | ${p50.toFixed(2)} ${unit} | ${p95.toFixed(2)} ${unit} | ${runs} | ${aim ?? ''} |`);
  }
}
