import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listed, oneIn, sampled } from './sample.mjs';

const spec = (title, ...tags) => ({ title, tags });
const report = {
  suites: [
    {
      title: 'a.spec.ts',
      file: 'a.spec.ts',
      specs: [spec('one', 'core'), spec('two')],
      suites: [{ title: 'within', file: 'a.spec.ts', specs: [spec('three')] }],
    },
  ],
};

test('tests are named by file, group and title, as a test list has them', () => {
  assert.deepEqual(listed(report), [
    { line: 'a.spec.ts › one', always: true },
    { line: 'a.spec.ts › two', always: false },
    { line: 'a.spec.ts › within › three', always: false },
  ]);
});

test('main stories are always run, of the others another share with another seed, and the same with the same', () => {
  const tests = Array.from({ length: 1000 }, (_, i) => ({ line: `b.spec.ts › ${i}`, always: i < 100 }));
  const one = sampled(tests, 'one');
  assert.deepEqual(sampled(tests, 'one'), one);
  assert.notDeepEqual(sampled(tests, 'two'), one);
  assert.equal(one.filter(({ always }) => always).length, 100);
  const others = one.length - 100;
  assert.ok(others > 700 / oneIn && others < 1100 / oneIn, `${others} of 900`);
});

test('in the course of many commits each test is run', () => {
  const tests = Array.from({ length: 200 }, (_, i) => ({ line: `c.spec.ts › ${i}`, always: false }));
  const run = new Set(Array.from({ length: 60 }, (_, seed) => sampled(tests, String(seed))).flat());
  assert.equal(run.size, tests.length);
});
