import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

// Everything started from here carries this in its environment, and so can be found however far it detached itself.
const mark = `CHECK_RUN=${randomUUID()}`;

/** For programs that live for seconds: they gain nothing by being compiled a second time, better, beside their work, which took a quarter of the tests' time. */
export const shortLived = { DOTNET_TC_CallCountingDelayMs: '0x1388' };

// Build servers stay on purpose: they're ended quietly.
const buildServers = /VBCSCompiler|MSBuild\.dll|rzc\.dll/;

/** Runs a program to its end, without standard input. Gives its exit code and all that it printed. */
export function run(program, args, { cwd, env = {}, minutes = 20 } = {}) {
  return new Promise((resolve, reject) => {
    const [name, value] = mark.split('=');
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', ...env, [name]: value },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);

    const limit = setTimeout(() => {
      output += `\n${program} ${args.join(' ')} took longer than ${minutes} minutes and was ended.`;
      signalGroup(child.pid, 'SIGKILL');
    }, minutes * 60_000);

    // Not 'close': something that detached itself may hold the pipes open for ever.
    child.on('exit', async (code) => {
      clearTimeout(limit);
      await Promise.race([new Promise((closed) => child.on('close', closed)), delay(500)]);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Ends all that was started from here and still runs; gives a line for each that should have ended by itself. */
export async function endLeftovers() {
  const found = marked();
  for (const { pid } of found) signal(pid, 'SIGTERM');
  for (let i = 0; i < 20 && marked().length > 0; i++) await delay(100);
  for (const { pid } of marked()) signal(pid, 'SIGKILL');
  return found.filter(({ command }) => !buildServers.test(command)).map(({ pid, command }) => `${pid} ${command}`);
}

function marked() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)) return [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        readlinkSync(`/proc/${pid}/exe`); // a zombie has none
        return [{ pid: Number(pid), command }];
      } catch {
        return []; // gone meanwhile, or another account's
      }
    });
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // gone meanwhile
  }
}

function signalGroup(pid, name) {
  signal(-pid, name);
}
