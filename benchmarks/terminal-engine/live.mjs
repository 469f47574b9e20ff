// The terminal in its place: a server, a runner, a session with a long past.
import { setTimeout as delay } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DispatchSystem } from '../terminal/dispatch-system.mjs';
import { pssBytes } from '../terminal/proc.mjs';
import { AttachedScreen } from './attached-screen.mjs';
import { median } from './engine.mjs';
import { paint } from './browser.mjs';

const shell = { command: ['bash', '--norc', '--noprofile', '-i'], env: { PS1: 'ready> ' }, cols: 80, rows: 24 };

/** Attaching to a short and to a long past: at the wire, and to the painted screen of a browser. */
export async function attach(quick) {
  await withPasts(quick ? 5 : 100, async (system, sessions) => {
    const wire = await wireTimes(system, sessions, quick ? 3 : 20);
    const { opened, loaded } = await paint(system, sessions, quick ? 3 : 40);
    console.log('| attach | 1 MB of past | 100 MB | ratio | aim |');
    console.log('|---|---:|---:|---:|---:|');
    row('to the last byte of the snapshot, ms', wire, '≤ 1.2×');
    row('to the painted screen in Chromium, opened in the page, ms', opened, '≤ 1.2×, < 50 ms');
    row('the same with the page loaded anew, ms', loaded, '');
    console.log('');
  });
}

/** The milliseconds of attaching at the wire, to a past of 1 MB and to one of so many. */
export function attachTimes(megabytes, rounds) {
  return withPasts(megabytes, (system, sessions) => wireTimes(system, sessions, rounds));
}

async function withPasts(megabytes, action) {
  const system = new DispatchSystem();
  // A past of 100 MB has to be kept to be attached to.
  writeFileSync(join(system.folder, 'runner.json'), JSON.stringify({ limits: { outputBytes: 512 * 1024 * 1024 } }));
  await system.start();
  try {
    return await action(system, { short: await past(system, 'short', 1), long: await past(system, 'long', megabytes) });
  } finally {
    await system.stop();
  }
}

async function wireTimes(system, sessions, rounds) {
  const times = { short: [], long: [] };
  for (let round = 0; round < rounds; round++)
    for (const kind of ['short', 'long']) times[kind].push(await AttachedScreen.time(system, sessions[kind]));
  return times;
}

/** `yes`, watched by a page's worth of client: does anything grow, and how soon does Ctrl-C count. */
export async function flood(seconds) {
  const system = new DispatchSystem();
  await system.start();
  try {
    const terminal = await system.open(shell);
    await terminal.see('ready> ');
    terminal.type('yes\r');
    const memory = [];
    for (let second = 0; second < seconds; second++) {
      await delay(1000);
      memory.push(pssBytes(system.parts.runner) / 1e6);
    }

    const ended = terminal.see('ready> ');
    const start = performance.now();
    terminal.type('\x03');
    const ctrlC = (await ended) - start;
    const quarter = Math.ceil(memory.length / 4);
    const quarters = [0, 1, 2, 3].map((i) => median(memory.slice(i * quarter, (i + 1) * quarter)).toFixed(0));
    console.log(`| \`yes\` for ${memory.length} s | | aim |`);
    console.log('|---|---:|---:|');
    console.log(`| runner's memory by quarters: MB, medians | ${quarters.join(', ')} | flat |`);
    console.log(`| output, MB | ${(terminal.bytes / 1e6).toFixed(0)} | |`);
    console.log(`| log on disk, MB (cap 64 of output) | ${(system.logBytes() / 1e6).toFixed(0)} | within its cap |`);
    console.log(`| Ctrl-C, ms | ${ctrlC.toFixed(1)} | < 50 |\n`);
    await terminal.end();
  } finally {
    await system.stop();
  }
}

// Lines as a program prints them, so many million bytes, and then a prompt again.
async function past(system, name, megabytes) {
  const terminal = await system.open({ ...shell, name });
  await terminal.see('ready> ');
  const lines = Math.round((megabytes * 1e6) / 73);
  await terminal.ask(
    `awk 'BEGIN{for(i=0;i<${lines};i++)printf "%08d the quick brown fox jumps over the lazy dog, and then once more\\n",i}'; printf 'all-%s' printed\r`,
    'all-printed',
  );
  const { id } = terminal;
  await terminal.end();
  return id;
}

function row(name, times, aim) {
  const [a, b] = [median(times.short), median(times.long)];
  console.log(`| ${name} | ${a.toFixed(1)} | ${b.toFixed(1)} | ${(b / a).toFixed(2)}× | ${aim} |`);
}
