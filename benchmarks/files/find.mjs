import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { row } from '../web/report.mjs';

/** Letters of a path among 100,000, as they are typed into the palette. */
export async function find({ system, workspace, folder, quick }) {
  const files = await workspace(join(folder, 'tree'));
  const ask = (query) => system.call('GET', `${files}/find?query=${encodeURIComponent(query)}`);
  for (let answer = await ask('f'); !answer.complete; answer = await ask('f')) await delay(200);
  const times = [];
  for (let i = 0; i < (quick ? 3 : 20); i++) {
    for (const query of ['f', 'fi', 'fold', 'p3fo177', 'file42', 'part7/file9', 'xyz']) {
      const started = performance.now();
      await ask(query);
      times.push(performance.now() - started);
    }
  }
  return [row('a file is found by letters of its path', times, 'ms', '< 50')];
}
