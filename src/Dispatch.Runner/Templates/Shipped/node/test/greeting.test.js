import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeting } from '../src/greeting.js';

test('greets by name, or the world', () => {
  assert.equal(greeting('Ada'), 'Hello, Ada.');
  assert.equal(greeting(), 'Hello, world.');
});
