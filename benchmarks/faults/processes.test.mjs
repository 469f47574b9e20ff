import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { identity, leftOver, until } from './processes.mjs';

test('a process that is left running is named and ended, one of somebody else is not', async () => {
  const [mine, others] = ['mine', 'others'].map((mark) =>
    spawn('sleep', ['600'], { env: { ...process.env, MARK: `${mark} ${process.pid}` } }),
  );
  try {
    await Promise.all([once(mine, 'spawn'), once(others, 'spawn')]);
    const ended = once(mine, 'exit');
    const found = await leftOver(`MARK=mine ${process.pid}`, 50);
    assert.deepEqual(found, [`process ${mine.pid} (sleep 600) was left running`]);
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.ok(identity(others.pid));
  } finally {
    others.kill('SIGKILL');
  }
});

test('one that ends in time is nothing to speak of', async () => {
  const child = spawn('sleep', ['0.2'], { env: { ...process.env, MARK: `short ${process.pid}` } });
  await until(
    () => identity(child.pid),
    () => 'its start',
    5000,
  );
  assert.deepEqual(await leftOver(`MARK=short ${process.pid}`, 10_000), []);
});
