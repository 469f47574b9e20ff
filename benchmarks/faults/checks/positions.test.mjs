import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Positions } from './positions.mjs';

function after(...steps) {
  const positions = new Positions();
  positions.gap(1, 1);
  for (const step of steps) positions.follow(...step);
  return positions;
}

test('positions that adjoin are good', () => {
  const positions = after([1, 1, 1], [1, 2, 5], [1, 6, 6]);
  assert.deepEqual(positions.broken, []);
  assert.deepEqual(positions.from, { epoch: 1, seq: 6 });
});

test('a hole is found', () => {
  assert.deepEqual(after([1, 1, 1], [1, 3, 3]).broken, ['1:3-3 after 1:1']);
});

test('a position that comes again is found', () => {
  assert.equal(after([1, 1, 4], [1, 4, 5]).broken.length, 1);
});

test('another epoch that was not announced is found', () => {
  assert.equal(after([1, 1, 4], [2, 5, 5]).broken.length, 1);
});

test('an announced gap is no fault', () => {
  const positions = after([1, 1, 4]);
  positions.gap(2, 1);
  positions.follow(2, 1, 3);
  assert.deepEqual(positions.broken, []);
});
