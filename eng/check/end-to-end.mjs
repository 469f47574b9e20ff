// The end-to-end tests: all of them, or those that every check runs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fresh, results } from './places.mjs';
import { run, shortLived } from './processes.mjs';
import { none, playwright, verdict } from './results.mjs';
import { listed, sampled } from './sample.mjs';
import { chromium, hasChromium } from './tools.mjs';

export function allEndToEnd() {
  return endToEnd('e2e-all', [], 45);
}

/** CHECK_SEED picks the share of another commit: that of one whose check failed. */
export async function someEndToEnd() {
  if (!hasChromium()) return noChromium;

  const list = join(fresh('e2e-list'), 'tests.json');
  const asked = await playwrightTest(['--list', '--reporter=json'], list);
  if (asked.code !== 0) return verdict({ ...none, failed: 1 }, asked);

  const tests = listed(JSON.parse(readFileSync(list, 'utf8')));
  const seed = process.env.CHECK_SEED ?? (await commit());
  const chosen = sampled(tests, seed);
  const file = join(results, 'e2e-list', 'chosen.txt');
  writeFileSync(file, chosen.map(({ line }) => `${line}\n`).join(''));
  const outcome = await endToEnd('e2e', ['--test-list', file], 20);
  const said = `${chosen.length} of ${tests.length} tests, those of CHECK_SEED=${seed}; all of them: ./check e2e-all`;
  return { ...outcome, output: outcome.output ? `${outcome.output}\n${said}` : said };
}

/** Real agents, installed on demand into a cache. Skipped with a line that says why where there is no registry to have them from. */
export async function realAgents() {
  const file = join(fresh('agents'), 'results.json');
  const outcome = await playwrightTest(['--reporter=list,json', '-c', 'playwright.real.config.ts'], file, 15);
  const counted = verdict(playwright(file), { ...outcome, output: withoutPassed(outcome.output) });
  const why = outcome.output.match(/npm can't install .*/)?.[0];
  return counted.skipped > 0 && !counted.output ? { ...counted, output: why ?? 'see tests/e2e/real-agents' } : counted;
}

async function endToEnd(step, options, minutes) {
  if (!hasChromium()) return noChromium;

  const file = join(fresh(step), 'results.json');
  const outcome = await playwrightTest(['--reporter=list,json', ...options], file, minutes);
  return verdict(playwright(file), { ...outcome, output: withoutPassed(outcome.output) });
}

function playwrightTest(options, file, minutes) {
  const env = { ...shortLived, PLAYWRIGHT_JSON_OUTPUT_NAME: file, CHROMIUM: chromium, DISPATCH_NO_BUILD: '1' };
  return run('npm', ['test', '--silent', '-w', 'tests/e2e', '--', ...options], { env, minutes });
}

async function commit() {
  const { code, output } = await run('git', ['rev-parse', '--short=12', 'HEAD']);
  return code === 0 ? output.trim() : 'none';
}

// What failed must not be lost among what didn't.
function withoutPassed(output) {
  return output.replace(/^ +✓.*\n/gm, '');
}

const noChromium = {
  skipped: 1,
  output: `${chromium} is missing: install Debian's chromium, or name one by CHROMIUM`,
};
