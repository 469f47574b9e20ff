import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gateTable, judge, recorded } from './judge.mjs';

const committed = {
  fast: { value: 10, better: 'higher', tolerance: 0.3 },
  small: { value: 100, better: 'lower', tolerance: 0.1 },
};
const aimed = { fast: { ...committed.fast, aim: 9 }, small: { ...committed.small, aim: 105 } };
const worse = (measured) =>
  judge(measured, committed)
    .filter((found) => found.worse)
    .map(({ name }) => name);

test('within its tolerance a ratio is good', () => assert.deepEqual(worse({ fast: 7.1, small: 109 }), []));

test('beyond it, it is worse, whichever way is better', () => {
  assert.deepEqual(worse({ fast: 6.9, small: 100 }), ['fast']);
  assert.deepEqual(worse({ fast: 20, small: 111 }), ['small']);
});

test('what was not measured, or not committed, is worse', () => {
  assert.deepEqual(worse({ fast: 10 }), ['small']);
  assert.deepEqual(worse({ fast: 10, small: 100, new: 1 }), ['new']);
});

test('beyond its aim a ratio is worse though its tolerance would allow it', () => {
  const found = judge({ fast: 8.9, small: 106 }, aimed);
  assert.deepEqual(
    found.map((one) => one.worse),
    [true, true],
  );
  assert.ok(judge({ fast: 9, small: 105 }, aimed).every((one) => !one.worse));
  assert.equal(recorded({ fast: 12 }, aimed).fast.aim, 9);
});

test('recording keeps the tolerances', () => {
  assert.deepEqual(recorded({ fast: 12.3456 }, committed), { fast: { value: 12.3, better: 'higher', tolerance: 0.3 } });
});

test('the table says which', () => {
  assert.match(
    gateTable(judge({ fast: 1, small: 100 }, committed)),
    /\| fast \| 1\.00 \| 10\.0 \| 7\.00 \| \*\*worse\*\* \|/,
  );
});
