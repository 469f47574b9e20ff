import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { inOrderOfNeed } from './schedule.mjs';

async function told(steps, lanes) {
  const news = [];
  await inOrderOfNeed(steps, lanes, async ({ name, takes = 0 }) => {
    news.push(`+${name}`);
    await delay(takes);
    news.push(`-${name}`);
  });
  return news.join(' ');
}

test('a step waits for those that it needs, and another one goes on beside it', async () => {
  const steps = [{ name: 'a', takes: 60 }, { name: 'b' }, { name: 'c', needs: ['a'] }, { name: 'd', needs: ['b'] }];
  assert.equal(await told(steps, 2), '+a +b -b +d -d -a +c -c');
});

test('what comes after another step waits for it too', async () => {
  const steps = [{ name: 'a', takes: 60 }, { name: 'b', after: ['a'] }, { name: 'c' }];
  assert.equal(await told(steps, 2), '+a +c -c -a +b -b');
});

test('in one lane they go one after the other', async () => {
  assert.equal(await told([{ name: 'a', takes: 5 }, { name: 'b' }], 1), '+a -a +b -b');
});

test('what is not wanted is not waited for', async () => {
  assert.equal(await told([{ name: 'c', needs: ['a'] }], 2), '+c -c');
});

test('steps that need each other are named', async () => {
  const steps = [
    { name: 'a', needs: ['b'] },
    { name: 'b', needs: ['a'] },
  ];
  await assert.rejects(told(steps, 2), /a b/);
});

test('a step that throws ends it', async () => {
  await assert.rejects(
    inOrderOfNeed([{ name: 'a' }], 1, () => Promise.reject(new Error('so'))),
    /so/,
  );
});
