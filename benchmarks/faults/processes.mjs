import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A pid may be another process's soon: the time of its start tells them apart. */
export function identity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 'ZX'.includes(fields[0]) ? undefined : `${pid}@${fields[19]}`;
  } catch {
    return undefined;
  }
}

export function hasInEnvironment(pid, line) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(line);
  } catch {
    return false;
  }
}

/** A process's own memory and its share of what it shares; nothing when it is gone. */
export function pssBytes(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+) kB/m)[1]) * 1024;
  } catch {
    return undefined;
  }
}

/** Asks again until it holds. */
export async function until(holds, what, timeout) {
  const end = performance.now() + timeout;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${timeout / 1000} s in vain for ${what()}`);
    await sleep(10);
  }
}
