import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentile, persistence, total } from './table.mjs';

test('percentiles are values that were measured', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.deepEqual([percentile(values, 0.5), percentile(values, 0.99), percentile([7], 0.99)], [50, 99, 7]);
});

test('one lost event in ten million is not all of them', () => {
  assert.equal(persistence({ seen: 10_000_000, kept: 9_999_999 }), '99.99999 %');
  assert.equal(persistence({ seen: 10, kept: 10 }), '100 %');
});

test('the figures of all kinds are added up', () => {
  const of = { times: 1, seen: 5, kept: 4, lost: 1, doubled: 0, recoveries: [3] };
  assert.deepEqual(total([of, of]), { times: 2, seen: 10, kept: 8, lost: 2, doubled: 0, recoveries: [3, 3] });
});
