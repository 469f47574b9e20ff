import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from './seen.mjs';

const output = (seq, text) => ({ seq, type: 'terminal.output', data: Buffer.from(text) });
const frame = (first, last, text) => ({ first, last, type: 'terminal.output', data: Buffer.from(text) });

test('a frame of several events is the bytes of them all', () => {
  const found = compare([frame(1, 2, 'abcd'), frame(3, 3, 'e')], [output(1, 'ab'), output(2, 'cd'), output(3, 'e')]);
  assert.deepEqual(found, { seen: 3, kept: 3, wrong: [] });
});

test('an event that the log lost is found', () => {
  const found = compare([frame(1, 1, 'ab'), frame(2, 2, 'cd')], [output(1, 'ab')]);
  assert.deepEqual(found, { seen: 2, kept: 1, wrong: ['1 of the events 2 to 2 are not in the log'] });
});

test('a byte that differs is found', () => {
  assert.equal(compare([frame(1, 1, 'ab')], [output(1, 'aB')]).kept, 0);
});

test('another event at the same position is found', () => {
  assert.equal(compare([frame(1, 1, 'ab')], [{ ...output(1, 'ab'), type: 'terminal.resized' }]).kept, 0);
});
