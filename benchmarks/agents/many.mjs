// Many agents at once: what they cost a terminal beside them, and this side's memory.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DispatchSystem } from '../terminal/dispatch-system.mjs';
import { echo } from '../terminal/measures.mjs';
import { pssBytes } from '../terminal/proc.mjs';
import { anAgent } from './talk.mjs';

const most = 50;

export async function many({ quick }) {
  const [count, keys] = quick ? [5, 100] : [most, 1000];
  const system = new DispatchSystem();
  try {
    await system.start();
    const ours = [system.parts.server, system.parts.runner];
    await echo(system, 100);
    const idle = await echo(system, keys);
    const alone = await besideTalkers(system, count, keys);
    await delay(2000);
    const before = memory(ours);
    const agents = [];
    for (let number = 0; number < count; number++) agents.push(await anAgent(system, `agent ${number}`));
    await delay(2000);
    const each = (memory(ours) - before) / count / 1024 / 1024;
    for (const agent of agents) void agent.prompt('pace 100000 10');
    await delay(1000);
    const beside = await echo(system, keys);
    const again = await echoAfter(system, agents, keys);
    const base = (idle['p50 ms'] + again['p50 ms']) / 2;
    return [
      row('echo of a key, nothing else runs', idle['p50 ms'], idle['p99 ms'], keys, 'ms'),
      row(
        `echo of a key beside ${count} agents, 100 tokens a second each`,
        beside['p50 ms'],
        beside['p99 ms'],
        keys,
        'ms',
      ),
      row(
        `echo of a key beside ${count} such programs that nobody reads`,
        alone['p50 ms'],
        alone['p99 ms'],
        keys,
        'ms',
      ),
      row('times as long', beside['p50 ms'] / base, beside['p99 ms'] / idle['p99 ms'], keys, '×', '< 2'),
      row('memory of an idle agent in server and runner', each, each, count, 'MB', '< 1 MB'),
    ];
  } finally {
    await system.stop();
  }
}

/** What the machine itself loses to as many programs that talk as much: their words go nowhere. */
async function besideTalkers(system, count, keys) {
  const talkers = Array.from({ length: count }, () =>
    spawn(process.execPath, [resolve('benchmarks/agents/talker.mjs')], { stdio: 'ignore' }),
  );
  try {
    await delay(3000);
    return await echo(system, keys);
  } finally {
    for (const talker of talkers) talker.kill('SIGKILL');
  }
}

/** Idle again: the machine may have become slower meanwhile. */
async function echoAfter(system, agents, keys) {
  for (const agent of agents) {
    agent.leave();
    await system.call('POST', `/api/workspaces/default/sessions/${agent.id}/end`, { signal: 'SIGKILL' });
  }
  return echo(system, keys);
}

const memory = (pids) => pids.reduce((sum, pid) => sum + pssBytes(pid), 0);

const row = (name, p50, p95, runs, unit, aim) => ({ name, p50, p95, runs, unit, aim });
