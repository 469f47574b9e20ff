import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faults } from './faults/index.mjs';
import { optionsOf } from './options.mjs';

test('without options each kind of fault is met that is possible here', () => {
  const some = [{ kind: 'a' }, { kind: 'b', possible: () => false }, { kind: 'c', possible: () => true }];
  assert.deepEqual(
    optionsOf([], some).faults.map(({ kind }) => kind),
    ['a', 'c'],
  );
  assert.throws(() => optionsOf(['--kinds', 'b'], some), /b is not possible/);
});

test('only the kinds that were named are met', () => {
  const { faults: chosen, kills } = optionsOf(['--kinds', 'runner,server', '--kills', '1500'], faults);
  assert.deepEqual([kills, ...chosen.map(({ kind }) => kind)], [1500, 'server', 'runner']);
});

test('an unknown kind and a number that is none are named', () => {
  assert.throws(() => optionsOf(['--kinds', 'server,moon'], faults), /moon/);
  assert.throws(() => optionsOf(['--kills', 'many'], faults), /--kills many/);
});
