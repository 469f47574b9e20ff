// The steps of ./check, in their order.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byArea, coverageVerdict, linesOf } from './coverage.mjs';
import { countedDotnetTests, dotnetTests } from './dotnet-tests.mjs';
import { allEndToEnd, realAgents, someEndToEnd } from './end-to-end.mjs';
import { generated } from './generated.mjs';
import { fresh, results } from './places.mjs';
import { run } from './processes.mjs';
import { tap, verdict, verdictOf, vitest } from './results.mjs';
import { debianPackages, npmPackages } from './tools.mjs';

/**
 * `long`: only by its name or `--all`. `within`: with `--all`, the long one that does its work too.
 */
export const steps = [
  { name: 'npm', what: 'npm packages as the lock file has them', run: npmPackages },
  {
    name: 'debian',
    what: 'Chromium and fonts, Firefox, PostgreSQL, zsh and fish for the tests that need them',
    run: debianPackages,
  },
  { name: 'build', what: 'all C# projects, warnings as errors', run: build },
  {
    name: 'programs',
    what: 'the programs and the page as `./dispatch` builds them',
    // Two builds at once take longer than one after the other.
    needs: ['npm', 'build'],
    run: programs,
  },
  { name: 'format', what: 'formatting of C# and TypeScript', needs: ['npm', 'build'], run: format },
  { name: 'web', what: 'types and lint of the page and of the end-to-end tests', needs: ['npm'], run: web },
  { name: 'vitest', what: 'unit tests of the page', needs: ['npm'], run: runVitest },
  {
    name: 'generated',
    what: 'wire types, and the table of character widths, are those of their sources',
    needs: ['npm'],
    run: generated,
  },
  { name: 'self', what: 'tests of this check itself, and of what the benchmarks judge by', needs: ['npm'], run: self },
  {
    name: 'dotnet',
    what: 'C# tests, the architecture tests among them',
    needs: ['build', 'programs'],
    after: ['debian'],
    within: 'counted',
    run: dotnetTests,
  },
  {
    name: 'e2e',
    what: 'end-to-end tests in Chromium and Firefox: the main stories, and a share of the others that the commit picks',
    needs: ['programs'],
    // Not beside the C# tests: they take the whole machine, and what a browser waits for comes too late.
    after: ['debian', 'dotnet'],
    within: 'e2e-all',
    run: someEndToEnd,
  },
  { name: 'faults', what: 'nothing is lost when server, runner and network fail', needs: ['programs'], run: faults },
  {
    name: 'e2e-all',
    what: 'every end-to-end test',
    long: true,
    needs: ['programs'],
    after: ['debian', 'dotnet', 'e2e'],
    run: allEndToEnd,
  },
  {
    name: 'agents',
    what: 'real agents at a scripted model, through the gateway; they are installed on demand, 400 MB',
    long: true,
    needs: ['programs'],
    after: ['dotnet', 'e2e', 'e2e-all'],
    run: realAgents,
  },
  {
    name: 'counted',
    what: 'the C# tests once more, counting the lines that they and the programs they start run',
    long: true,
    needs: ['build', 'programs'],
    after: ['debian', 'dotnet', 'e2e', 'e2e-all'],
    run: countedDotnetTests,
  },
  {
    name: 'coverage',
    what: 'how much of each area the C# tests and those of the page run',
    long: true,
    needs: ['vitest', 'counted'],
    run: coverage,
  },
];

async function build() {
  const options = [
    '-c',
    'Release',
    '--nologo',
    '-v',
    'q',
    '-clp:NoSummary',
    `-p:RestoreLockedMode=${!!process.env.CI}`,
  ];
  return verdictOf(await run('dotnet', ['build', 'Dispatch.slnx', ...options]));
}

async function format() {
  return allOf(
    await run('dotnet', ['format', 'whitespace', 'Dispatch.slnx', '--verify-no-changes', '--no-restore']),
    await run('npm', ['run', '--silent', 'format:check']),
    await run('node_modules/.bin/prettier', ['--check', '--log-level', 'warn', 'eng', 'benchmarks', 'tests/e2e']),
  );
}

async function self() {
  // The one of the lock file: the one that runs this may be older.
  const outcome = await run('node_modules/.bin/node', [
    '--test',
    '--test-reporter=tap',
    ...testsIn('eng/check'),
    ...testsIn('benchmarks'),
  ]);
  return verdict(tap(outcome.output), outcome);
}

async function web() {
  return verdictOf(await run('npm', ['run', '--silent', 'check', '--workspaces']));
}

async function runVitest() {
  const folder = fresh('vitest');
  const file = join(folder, 'results.json');
  const outcome = await run('npm', [
    'test',
    '--silent',
    '-w',
    'web',
    '--',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    '--coverage',
    `--coverage.reportsDirectory=${join(folder, 'coverage')}`,
  ]);
  return verdict(vitest(file), outcome);
}

async function coverage() {
  return coverageVerdict(byArea(linesOf([join(results, 'counted'), join(results, 'vitest')], process.cwd())));
}

async function programs() {
  return verdictOf(await run('./dispatch', ['--version']));
}

async function faults() {
  return verdictOf(await run('benchmarks/faults/run', ['--quick', '--kills', '60', '--seed', '1'], { minutes: 8 }));
}

function testsIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.mjs') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

function allOf(...outcomes) {
  const verdicts = outcomes.map(verdictOf);
  return {
    passed: verdicts.filter(({ passed }) => passed).length,
    failed: verdicts.filter(({ failed }) => failed).length,
    output: verdicts.map(({ output }) => output ?? '').join(''),
  };
}
