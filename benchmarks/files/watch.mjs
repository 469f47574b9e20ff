import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { cpuSeconds } from '../terminal/proc.mjs';
import { row } from '../web/report.mjs';

/** 500 open folders with 50,000 files: what they cost while nothing happens, and how soon a change is told. */
export async function watch({ system, workspace, folder, quick }) {
  const files = await workspace(join(folder, 'tree'));
  const socket = new WebSocket(`ws://127.0.0.1:${system.port}${files}/watch`, 'dispatch.files.v1', {
    headers: { authorization: `Bearer ${system.key}` },
    perMessageDeflate: false,
  });
  await new Promise((open, fail) => socket.once('open', open).once('error', fail));
  let told = () => {};
  socket.on('message', (data) => told(JSON.parse(data)));
  const count = quick ? 20 : 500;
  const folders = Array.from({ length: count }, (_, i) => `part${Math.floor(i / 50)}/folder${i}`);
  socket.send(JSON.stringify({ type: 'watch', folders }));
  await delay(1000);

  // Each test of it after a pause: what comes thick and fast is told together, on purpose.
  const times = [];
  for (let i = 0; i < (quick ? 3 : 40); i++) {
    const changed = folders[(i * 37) % count];
    const seen = new Promise((done) => {
      told = (message) => message.type === 'changed' && message.folders.includes(changed) && done();
    });
    const started = performance.now();
    writeFileSync(join(folder, 'tree', changed, `new${i}`), 'new');
    await seen;
    times.push(performance.now() - started);
    await delay(300);
  }

  const runner = [system.parts.runner];
  const seconds = quick ? 2 : 20;
  const before = cpuSeconds(runner);
  await delay(seconds * 1000);
  const share = (100 * (cpuSeconds(runner) - before)) / seconds;
  socket.close();
  return [
    row('a change on the disk is told', times, 'ms', '< 150'),
    row(
      `500 watched folders with 50,000 files, nothing happening for ${seconds} s`,
      [share],
      '% of a processor',
      'none',
    ),
  ];
}
