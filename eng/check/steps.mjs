// The steps of ./check, in their order.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { byArea, coverageVerdict, linesOf } from './coverage.mjs';
import { generated } from './generated.mjs';
import { artifacts, results } from './places.mjs';
import { run } from './processes.mjs';
import { none, playwright, sum, tap, trx, verdict, verdictOf, vitest } from './results.mjs';
import { chromium, debianPackages, hasChromium, npmPackages } from './tools.mjs';

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
    run: dotnetTests,
  },
  {
    name: 'e2e',
    what: 'end-to-end tests in Chromium, and one in Firefox',
    needs: ['programs'],
    // Not beside the C# tests: with what counts coverage they take the whole machine, and what a browser waits for comes too late.
    after: ['debian', 'dotnet'],
    run: endToEnd,
  },
  {
    name: 'coverage',
    what: 'how much of each area the C# tests and those of the page run',
    needs: ['vitest', 'dotnet'],
    run: coverage,
  },
  { name: 'faults', what: 'nothing is lost when server, runner and network fail', needs: ['programs'], run: faults },
];

// Programs that live for seconds gain nothing by being compiled a second time, better, beside it: a quarter of the tests' time otherwise.
const shortLived = { DOTNET_TC_CallCountingDelayMs: '0x1388' };

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
  const file = join(fresh('vitest'), 'results.json');
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
    `--coverage.reportsDirectory=${join(results, 'vitest', 'coverage')}`,
  ]);
  return verdict(vitest(file), outcome);
}

async function dotnetTests() {
  const folder = fresh('dotnet');
  const waiting = readdirSync('tests').filter(
    (name) => name.endsWith('.Tests') && existsSync(join('tests', name, `${name}.csproj`)),
  );
  const collector = await coverageCollector();
  const verdicts = [];
  const lanes = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      verdicts.push(await testProject(name, join(folder, name), collector));
  });
  await Promise.all(lanes);
  return {
    ...verdicts.reduce(sum, none),
    output: verdicts
      .map(({ output }) => output)
      .filter(Boolean)
      .join('\n'),
  };
}

async function testProject(name, folder, collector) {
  const programs = join(folder, 'programs');
  // A copy: what counts is written into the programs themselves, which are also those that tests start.
  cpSync(join(artifacts, 'bin', name, 'release'), programs, { recursive: true });
  useCompiledLibraries(programs);
  const hang = ['--blame-hang', '--blame-hang-timeout', '3m', '--blame-hang-dump-type', 'none'];
  const counted = ['--settings', 'eng/check/coverage.runsettings', '--test-adapter-path', collector];
  const options = ['--nologo', '--logger', 'trx', '--results-directory', folder, ...hang, ...counted];
  const env = name === 'Dispatch.Terminal.Tests' ? {} : shortLived;
  const outcome = await run('dotnet', ['test', join(programs, `${name}.dll`), ...options], { env });
  rmSync(programs, { recursive: true });
  return verdict(trx(folder), { ...outcome, output: `${name}\n${outcome.output}` });
}

/** The libraries of others as they are compiled ahead for the programs: a sixth of the time of tests that start programs went into compiling them. */
function useCompiledLibraries(programs) {
  const published = join(artifacts, 'versions', 'current');
  const ours = /^dispatch(\.|$)/i;
  for (const library of readdirSync(published).filter((name) => name.endsWith('.dll') && !ours.test(name)))
    if (existsSync(join(programs, library))) cpSync(join(published, library), join(programs, library));
}

/** It comes with the test SDK. */
async function coverageCollector() {
  const lock = JSON.parse(readFileSync('tests/Dispatch.Protocol.Tests/packages.lock.json', 'utf8'));
  const { resolved } = lock.dependencies['net10.0']['Microsoft.CodeCoverage'];
  const { output } = await run('dotnet', ['nuget', 'locals', 'global-packages', '-l']);
  const packages = output.match(/global-packages: (.*)/)[1].trim();
  return join(packages, 'microsoft.codecoverage', resolved, 'build', 'netstandard2.0');
}

async function coverage() {
  return coverageVerdict(byArea(linesOf([join(results, 'dotnet'), join(results, 'vitest')], process.cwd())));
}

async function programs() {
  return verdictOf(await run('./dispatch', ['--version']));
}

async function endToEnd() {
  if (!hasChromium())
    return { skipped: 1, output: `${chromium} is missing: install Debian's chromium, or name one by CHROMIUM` };

  const file = join(fresh('e2e'), 'results.json');
  const outcome = await run('npm', ['test', '--silent', '-w', 'tests/e2e', '--', '--reporter=list,json'], {
    env: { ...shortLived, PLAYWRIGHT_JSON_OUTPUT_NAME: file, CHROMIUM: chromium, DISPATCH_NO_BUILD: '1' },
  });
  return verdict(playwright(file), outcome);
}

async function faults() {
  return verdictOf(await run('benchmarks/faults/run', ['--quick', '--kills', '60', '--seed', '1'], { minutes: 8 }));
}

function testsIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.mjs') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

function fresh(name) {
  const folder = join(results, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

function allOf(...outcomes) {
  const verdicts = outcomes.map(verdictOf);
  return {
    passed: verdicts.filter(({ passed }) => passed).length,
    failed: verdicts.filter(({ failed }) => failed).length,
    output: verdicts.map(({ output }) => output ?? '').join(''),
  };
}
