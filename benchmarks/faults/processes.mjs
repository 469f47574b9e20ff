import { readdirSync, readFileSync } from 'node:fs';
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

/** The processes that have this line in their environment. */
export function withInEnvironment(line) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && hasInEnvironment(name, line))
    .map(Number);
}

/** Ends those with this line in their environment that don't end by themselves, and says in words what each was. */
export async function leftOver(line, patience = 5000) {
  await until(
    () => withInEnvironment(line).length === 0,
    () => 'their end',
    patience,
  ).catch(() => undefined); // those are the answer
  return withInEnvironment(line).map((pid) => {
    const words = `process ${pid} (${commandOf(pid)}) was left running`;
    if (hasInEnvironment(pid, line)) process.kill(pid, 'SIGKILL');
    return words;
  });
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return 'gone since';
  }
}

/** A process's own memory, without the files that it maps and others may too; nothing when it is gone. */
export function ownBytes(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss_Anon:\s+(\d+) kB/m)[1]) * 1024;
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
