import { join } from 'node:path';
import { ratio, row } from '../web/report.mjs';

/** The first part of a folder, as the tree asks for it when it is opened: of a large tree, and of very many files beside each other. */
export async function tree({ system, workspace, folder, quick }) {
  const rows = [];
  const times = {};
  for (const [name, path, aim] of [
    ['tree', 'tree', '200'],
    ['flat', 'flat', '200'],
  ]) {
    const files = await workspace(join(folder, path));
    times[name] = [];
    for (let i = 0; i < (quick ? 3 : 30); i++) {
      const started = performance.now();
      const { entries } = await system.call('GET', `${files}?limit=1000`);
      times[name].push(performance.now() - started);
      if (entries.length === 0) throw new Error(`${path} is empty`);
    }
    const what = name === 'tree' ? 'a tree of 100,000 files is opened' : '1,000 of 100,000 files beside each other';
    rows.push(row(what, times[name], 'ms', `< ${aim}`));
  }
  return [...rows, ratio('the second beside the first', times.flat, times.tree)];
}
