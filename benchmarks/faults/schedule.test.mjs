import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faults } from './faults/index.mjs';
import { stepOf } from './schedule.mjs';

const steps = (seed, from, to) => {
  const all = [];
  for (let step = from; step < to; step++) all.push(stepOf(seed, step, faults));
  return all;
};

test('a seed gives the same schedule each time', () => {
  assert.deepEqual(steps(7, 0, 200), steps(7, 0, 200));
});

test('a run that goes on in the middle meets the same steps', () => {
  assert.deepEqual(steps(7, 0, 200).slice(90), steps(7, 90, 200));
});

test('another seed gives another schedule', () => {
  assert.notDeepEqual(steps(7, 0, 20), steps(8, 0, 20));
});

test('every kind of fault comes once in each round', () => {
  for (let round = 0; round < 5; round++) {
    const kinds = steps(3, round * faults.length, (round + 1) * faults.length).map(({ kind }) => kind);
    assert.deepEqual(kinds.toSorted(), faults.map(({ kind }) => kind).toSorted());
  }
});

test('the rounds differ in their order', () => {
  const orders = new Set();
  for (let round = 0; round < 5; round++)
    orders.add(
      steps(3, round * faults.length, (round + 1) * faults.length)
        .map(({ kind }) => kind)
        .join(),
    );
  assert.ok(orders.size > 1);
});
