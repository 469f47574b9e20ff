// The C# tests: as a check runs them, and once more with their lines counted, which takes three times as long.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { artifacts, fresh } from './places.mjs';
import { run, shortLived } from './processes.mjs';
import { none, sum, trx, verdict } from './results.mjs';

export function dotnetTests() {
  return testProjects('dotnet', ['--settings', 'eng/check/tests.runsettings'], { compiledAhead: () => true });
}

export async function countedDotnetTests() {
  const options = ['--settings', 'eng/check/coverage.runsettings', '--test-adapter-path', await coverageCollector()];
  // What counts can only be written into what isn't compiled yet.
  const ours = /^dispatch(\.|$)/i;
  return testProjects('counted', options, { compiledAhead: (name) => !ours.test(name) });
}

async function testProjects(step, options, { compiledAhead }) {
  const folder = fresh(step);
  // The longest first: the short ones fill the other lane.
  const waiting = readdirSync('tests')
    .filter((name) => name.endsWith('.Tests') && existsSync(join('tests', name, `${name}.csproj`)))
    .sort((a, b) => Number(longest.includes(b)) - Number(longest.includes(a)));
  const verdicts = [];
  const lanes = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      verdicts.push(await testProject(name, join(folder, name), options, compiledAhead));
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

const longest = ['Dispatch.Cli.Tests', 'Dispatch.Runner.Tests'];

async function testProject(name, folder, options, compiledAhead) {
  const programs = join(folder, 'programs');
  // A copy: what is put into it must not be in the next build's way.
  cpSync(join(artifacts, 'bin', name, 'release'), programs, { recursive: true });
  useCompiled(programs, compiledAhead);
  const hang = ['--blame-hang', '--blame-hang-timeout', '3m', '--blame-hang-dump-type', 'none'];
  const all = ['--nologo', '--logger', 'trx', '--results-directory', folder, ...hang, ...options];
  const env = name === 'Dispatch.Terminal.Tests' ? {} : shortLived;
  const outcome = await run('dotnet', ['test', join(programs, `${name}.dll`), ...all], { env, minutes: 30 });
  rmSync(programs, { recursive: true });
  return verdict(trx(folder), { ...outcome, output: `${name}\n${outcome.output}` });
}

/** What is compiled ahead for the programs: a third of the time of tests that start programs went into compiling it again and again. */
function useCompiled(programs, compiledAhead) {
  const published = join(artifacts, 'versions', 'current');
  for (const library of readdirSync(published).filter((name) => name.endsWith('.dll') && compiledAhead(name)))
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
