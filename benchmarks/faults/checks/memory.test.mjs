import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grown } from './memory.mjs';

const mib = 1024 * 1024;

test('what stays near its level is good', () => {
  assert.deepEqual(grown({ server: 100 * mib, runner: 200 * mib }, { server: 160 * mib, runner: 290 * mib }), []);
});

test('a process that grew beyond the tolerance is named', () => {
  assert.deepEqual(grown({ server: 100 * mib, runner: 200 * mib }, { server: 170 * mib, runner: 210 * mib }), [
    'server',
  ]);
});
