import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Levels } from './memory.mjs';

const mib = 1024 * 1024;

function settled(steps, taken) {
  const levels = new Levels(steps);
  for (let i = 0; i < taken; i++) levels.take({ server: 60 * mib + i, runner: 90 * mib });
  return levels;
}

test('what a process fills in the beginning is its level', () => {
  assert.deepEqual(settled(1000, 199).take({ server: 200 * mib }), []);
  assert.deepEqual(settled(1000, 200).take({ server: 90 * mib, runner: 128 * mib }), []);
});

test('a process that grows after that is named with what it had', () => {
  const found = settled(1000, 200).take({ server: 60 * mib, runner: 129 * mib });
  assert.deepEqual(found, [{ name: 'runner', is: 129 * mib, was: 90 * mib }]);
});

test('a short run has a beginning too', () => {
  assert.deepEqual(settled(30, 19).take({ server: 500 * mib }), []);
  assert.equal(settled(30, 20).take({ server: 500 * mib }).length, 1);
});
