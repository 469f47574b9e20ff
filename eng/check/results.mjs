// Reads how many tests passed from the files that the test runners write.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `dotnet test` wrote as *.trx into a folder. */
export function trx(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.trx'))
    .map((name) => {
      const counters = readFileSync(join(folder, name), 'utf8').match(/<Counters [^>]*>/)?.[0] ?? '';
      const count = (key) => Number(counters.match(new RegExp(` ${key}="(\\d+)"`))?.[1] ?? 0);
      return {
        passed: count('passed'),
        failed: count('total') - count('passed') - skippedIn(count),
        skipped: skippedIn(count),
      };
    })
    .reduce(sum, none);
}

/** What Vitest's json reporter wrote. */
export function vitest(file) {
  if (!existsSync(file)) return none;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, report.success ? 0 : 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** What Playwright's json reporter wrote. A test that passed only when tried again counts as failed. */
export function playwright(file) {
  if (!existsSync(file)) return none;
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/** What `node --test` printed with its tap reporter. */
export function tap(output) {
  const count = (word) => Number(output.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
}

/** A program that only passes or fails. */
export function verdictOf({ code, output }) {
  return code === 0 ? { passed: 1 } : { failed: 1, output };
}

/** A run that failed without a failed test, or that found no test, is a failure. */
export function verdict(counts, { code, output }) {
  const ran = counts.passed + counts.failed + counts.skipped > 0;
  const failed = code !== 0 || !ran ? Math.max(counts.failed, 1) : counts.failed;
  return { ...counts, failed, output: failed > 0 ? output || 'No test was found.' : undefined };
}

export const none = { passed: 0, failed: 0, skipped: 0 };

export function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

// The trx format has no word for skipped: those are the ones that were not executed.
function skippedIn(count) {
  return count('total') - count('executed');
}
