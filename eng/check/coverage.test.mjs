import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { areas, byArea, coverageVerdict, linesOf } from './coverage.mjs';

const root = mkdtempSync(join(tmpdir(), 'coverage-'));

function report(name, source, classes) {
  const folder = join(root, 'reports', name);
  mkdirSync(folder, { recursive: true });
  const list = classes.map(
    ([file, lines]) =>
      `<class name="x" filename="${file}"><methods/><lines>${Object.entries(lines)
        .map(([number, hits]) => `<line number="${number}" hits="${hits}" branch="False"/>`)
        .join('\n')}</lines></class>`,
  );
  writeFileSync(join(folder, 'a.cobertura.xml'), `<coverage><sources>${source}</sources>${list.join('\n')}</coverage>`);
}

mkdirSync(join(root, 'src/Dispatch.Runner/Keeper'), { recursive: true });
mkdirSync(join(root, 'web/src/api'), { recursive: true });
for (const path of ['src/Dispatch.Runner/Keeper/A.cs', 'src/Dispatch.Runner/Keeper/B.g.cs', 'web/src/api/c.ts'])
  writeFileSync(join(root, path), '');
report('one', '', [
  [join(root, 'src/Dispatch.Runner/Keeper/A.cs'), { 1: 0, 2: 3, 3: 0 }],
  [join(root, 'src/Dispatch.Runner/Keeper/B.g.cs'), { 1: 0 }],
  ['/elsewhere/Library.cs', { 1: 0 }],
]);
report('two', `<source>${join(root, 'web')}</source>`, [
  [join(root, 'src/Dispatch.Runner/Keeper/A.cs'), { 1: 7, 2: 0, 3: 0 }],
  ['src/api/c.ts', { 5: 1 }],
]);

test('a line counts when any test ran it, and what was generated or is of others does not count', () => {
  const found = byArea(linesOf([join(root, 'reports')], root));
  const short = found.map(({ name, lines, run, percent }) => ({ name, lines, run, percent }));
  assert.deepEqual(short, [
    { name: 'keeper', lines: 3, run: 2, percent: 66.6 },
    { name: 'page, wire', lines: 1, run: 1, percent: 100 },
  ]);
});

test('an area below its floor has failed, and so has one that was not counted', () => {
  const verdict = coverageVerdict(byArea(linesOf([join(root, 'reports')], root)));
  assert.equal(verdict.passed, 1);
  assert.equal(verdict.failed, areas.length - 1);
  assert.match(verdict.output, /keeper\s+66\.6 % of\s+3 lines \(at least 90 %\)\s+TOO FEW/);
  assert.match(verdict.output, /terminal: no line was counted/);
});
