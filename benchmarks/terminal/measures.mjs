// What is measured, each for either system. A measure gives named numbers; their units are in the names.
import { setTimeout as delay } from 'node:timers/promises';
import { cpuSeconds, pssBytes } from './proc.mjs';

const shell = { command: ['bash', '--norc', '--noprofile', '-i'], env: { PS1: 'ready> ' }, cols: 80, rows: 24 };
const printedBySeq = 14_888_896 + 2_000_000;

/** A program that gives each key back: the way there and back of 1,000 keys, with the pauses of fast typing. */
export async function echo(system, keys) {
  const terminal = await system.open({ ...shell, command: ['sh', '-c', 'stty raw -echo; echo started; exec cat'] });
  await terminal.see('started');
  const times = [];
  for (let key = 0; key < keys; key++) {
    const letter = String.fromCharCode(97 + (key % 26));
    times.push(await terminal.ask(letter, letter));
    await delay(4);
  }
  await terminal.end();
  return { 'p50 ms': percentile(times, 0.5), 'p99 ms': percentile(times, 0.99) };
}

/** The same while another session is renamed 50 times a second, each a durable event. */
export async function echoBesideCommits(system, keys) {
  const other = await system.open({ ...shell, command: ['cat'] });
  let on = true;
  const commits = (async () => {
    for (let number = 0, next = performance.now(); on; number++) {
      await system.rename(other.id, `name ${number}`);
      next += 20;
      await delay(Math.max(0, next - performance.now()));
    }
  })();
  const result = await echo(system, keys);
  on = false;
  await commits;
  await other.end();
  return result;
}

export function seq(system) {
  return throughput(system, 'seq 1 2000000', printedBySeq);
}

export function cat(system, file, bytes) {
  return throughput(system, `cat ${file}`, bytes);
}

async function throughput(system, command, bytes) {
  const terminal = await system.open(shell);
  await terminal.see('ready> ');
  const cpu = cpuSeconds(system.pids);
  const before = terminal.bytes;
  const milliseconds = await terminal.ask(`${command}; printf 'all-%s' printed\r`, 'all-printed');
  const received = terminal.bytes - before;
  if (received < bytes) throw new Error(`${system.name}: ${received} bytes of ${command} came, not ${bytes}`);
  const used = cpuSeconds(system.pids) - cpu;
  await terminal.end();
  return { 'MB/s': received / 1000 / milliseconds, 'CPU s per 100 MB': (used * 1e8) / received };
}

/** From Ctrl-C, while `yes` floods, until the shell's next prompt is at the client. */
export async function interrupt(system, times) {
  const terminal = await system.open(shell);
  await terminal.see('ready> ');
  const results = [];
  for (let time = 0; time < times; time++) {
    const before = terminal.bytes;
    terminal.type('yes a line that goes on and on\r');
    while (terminal.bytes < before + 5_000_000) await delay(5);
    results.push(await terminal.ask('\x03', 'ready> '));
  }
  await terminal.end();
  return { 'ms (median)': percentile(results, 0.5), 'ms (worst)': Math.max(...results) };
}

/** Memory idle, and what a terminal adds to it, its own process aside. */
export async function memory(system, terminals) {
  await delay(3000);
  const parts = Object.entries(system.parts).map(([part, pid]) => [`${part} MB`, pssBytes(pid) / 1e6]);
  const idle = pssOf(system);
  const opened = [];
  for (let number = 0; number < terminals; number++) opened.push(await system.open({ ...shell, command: ['cat'] }));
  await delay(2000);
  const attached = pssOf(system);
  await Promise.all(opened.map((terminal) => terminal.end()));
  const result = {
    ...Object.fromEntries(parts),
    'all MB': idle / 1e6,
    'MB per attached terminal': (attached - idle) / terminals / 1e6,
  };
  if (system.name !== 'Dispatch') return result;

  await delay(2000);
  return { ...result, 'MB per terminal alone': (pssOf(system) - idle) / terminals / 1e6 };
}

/** Durable events through the API, 16 callers at once; and events of output while `seq` prints. */
export async function events(system, seconds) {
  const sessions = await Promise.all(Array.from({ length: 16 }, () => system.open({ ...shell, command: ['cat'] })));
  let count = 0;
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    sessions.map(async ({ id }) => {
      for (; performance.now() < end; count++) await system.rename(id, `name ${count}`);
    }),
  );
  await Promise.all(sessions.map((session) => session.end()));

  const terminal = await system.open(shell);
  await terminal.see('ready> ');
  const before = await system.position(terminal.id);
  const milliseconds = await terminal.ask(`seq 1 2000000; printf 'all-%s' printed\r`, 'all-printed');
  const logged = (await system.position(terminal.id)) - before;
  await terminal.end();
  return { 'durable events/s': count / seconds, 'output events/s': (logged * 1000) / milliseconds };
}

function pssOf(system) {
  return system.pids.map(pssBytes).reduce((a, b) => a + b, 0);
}

export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
