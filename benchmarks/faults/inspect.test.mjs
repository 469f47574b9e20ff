import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Levels } from './checks/memory.mjs';
import { NumberedLines } from './checks/numbered-lines.mjs';
import { Positions } from './checks/positions.mjs';
import { compare } from './checks/seen.mjs';
import { inspect } from './inspect.mjs';

const before = { runner: 2, unknown: 0 };
const line = (seq) => ({ seq, first: seq, last: seq, type: 'terminal.output', data: Buffer.from(`line ${seq}\r\n`) });

/** A run with one terminal of three lines, seen by one client; what is given replaces how it is. */
function run({ item = {}, log = [line(1), line(2), line(3)], seen = log, memory = 100, unknown = 0 } = {}) {
  const view = new NumberedLines();
  for (const { data } of seen) view.take(data);
  const positions = new Positions();
  positions.gap(1, 1);
  for (const { first, last } of seen) positions.follow(1, first, last);
  const session = {
    id: 'a',
    pid: process.pid,
    clients: [{ view, positions, gaps: [], errors: [] }],
    ledger: unknown > 0 ? { unknown: new Set([1]) } : undefined,
    commandsDue: () => () => [],
    compareWithLog: () => compare(seen, log),
  };
  const system = {
    list: async () => [{ id: 'a', state: 'running', pid: process.pid, ...item }],
    pid: () => before.runner,
    memory: () => ({ runner: (Array.isArray(memory) ? (memory.shift() ?? 100) : memory) * 1024 * 1024 }),
  };
  const levels = new Levels(20);
  for (let i = 0; i < 20; i++) levels.take({ runner: 100 * 1024 * 1024 });
  return inspect({ system, sessions: [session], levels, sleep: async () => undefined }, before, {});
}

test('a run in which all is well has nothing to say', async () => {
  const { seen, kept, lost, doubled, wrong } = await run();
  assert.deepEqual({ seen, kept, lost, doubled, wrong }, { seen: 3, kept: 3, lost: 0, doubled: 0, wrong: [] });
});

test('what a client saw and the log lost counts as lost', async () => {
  const { lost, wrong } = await run({ log: [line(1), line(3)], seen: [line(1), line(2), line(3)] });
  assert.equal(lost, 1);
  assert.match(wrong.join(), /events 2 to 2 are not in the log/);
});

test('a line that came to no client counts as lost', async () => {
  const { lost, wrong } = await run({ seen: [line(1), line(3)] });
  assert.equal(lost, 1);
  assert.match(wrong.join(), /positions 1:3-3 after 1:1.*lines 2 to 2 are missing/);
});

test('a line that came twice counts as doubled', async () => {
  assert.equal((await run({ seen: [line(1), line(2), line(2), line(3)] })).doubled, 1);
});

test('a shell with another process, or that has ended, is found', async () => {
  assert.match((await run({ item: { pid: 1 } })).wrong.join(), /running with process 1, was running with/);
  assert.match((await run({ item: { state: 'lost', pid: undefined } })).wrong.join(), /is lost/);
});

test('memory beyond the tolerance is found', async () => {
  assert.match((await run({ memory: 200 })).wrong.join(), /the runner has 200 MiB, had at most 100 MiB/);
});

test('memory that is given back in a while is none', async () => {
  assert.deepEqual((await run({ memory: [200, 200, 180, 110] })).wrong, []);
});

test('a command that is unknown though its runner lived is found', async () => {
  assert.match((await run({ unknown: 1 })).wrong.join(), /1 commands are unknown/);
});
