import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { endLeftovers, run } from './processes.mjs';
import { playwright, tap, trx, verdict, verdictOf, vitest } from './results.mjs';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
const ended = { code: 0, output: 'all that it printed' };

function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('tests that were not executed are skipped, and all others that did not pass have failed', () => {
  file('a.trx', '<Counters total="10" executed="8" passed="5" failed="2" error="1" />');
  assert.deepEqual(trx(folder), { passed: 5, failed: 3, skipped: 2 });
});

test("Vitest's figures are taken over, and a run that failed has a failure", () => {
  const report = { numPassedTests: 4, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, success: false };
  assert.deepEqual(vitest(file('vitest.json', JSON.stringify(report))), { passed: 4, failed: 1, skipped: 2 });
});

test('an end-to-end test that passed only when tried again has failed', () => {
  const report = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] };
  assert.deepEqual(playwright(file('playwright.json', JSON.stringify(report))), { passed: 3, failed: 2, skipped: 2 });
});

test("node's own figures are taken over", () => {
  const output = '# tests 3\n# pass 1\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0';
  assert.deepEqual(tap(output), { passed: 1, failed: 2, skipped: 0 });
});

test('a run without any test has failed', () => {
  assert.equal(verdict(vitest(join(folder, 'nothing.json')), ended).failed, 1);
});

test('a run that ended badly has failed even though each test passed', () => {
  assert.equal(verdict({ passed: 2, failed: 0, skipped: 0 }, { code: 1, output: '' }).failed, 1);
});

test('a program that can not run is a failure with its output', async () => {
  const outcome = await run('sh', ['-c', 'echo why; exit 3']);
  assert.deepEqual(verdictOf(outcome), { failed: 1, output: 'why\n' });
});

test('a program gets no standard input', async () => {
  assert.deepEqual(await run('cat', []), { code: 0, output: '' });
});

test('a program that takes too long is ended', async () => {
  const { code, output } = await run('sleep', ['60'], { minutes: 0.001 });
  assert.notEqual(code, 0);
  assert.match(output, /sleep 60 took longer/);
});

test('whatever detached itself and goes on is found, named and ended', async () => {
  // Between its fork and its program it has no command line to be named by.
  await run('sh', ['-c', 'setsid sleep 60 >/dev/null 2>&1 & until grep -q sleep /proc/$!/cmdline; do :; done']);
  assert.match((await endLeftovers()).join(), /^\d+ (setsid )?sleep 60$/);
  assert.deepEqual(await endLeftovers(), []);
});
