import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DispatchSystem } from '../terminal/dispatch-system.mjs';
import { printHead, printRows } from '../web/report.mjs';
import { bytes } from './bytes.mjs';
import { find } from './find.mjs';
import { search } from './search.mjs';
import { tree } from './tree.mjs';
import { watch } from './watch.mjs';
import { workspaces as switching } from './workspaces.mjs';

const [kestrel, ...options] = process.argv.slice(2);
const quick = options.includes('--quick');
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : undefined;
const measures = { tree, find, watch, search, bytes, workspaces: switching };
if (only !== undefined && !(only in measures)) {
  console.error(`files: no measure ${only}; there are ${Object.keys(measures).join(', ')}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'dispatch-bench-files-'));
const system = new DispatchSystem();
const workspaces = new Map();
const rows = [];
try {
  await system.start();
  // 100,000 files in a thousand folders, and as many beside each other.
  const [folders, files, flat] = quick ? [20, 50, 1000] : [1000, 100, 100_000];
  makeTree(join(folder, 'tree'), folders, files);
  makeTree(join(folder, 'flat'), 1, flat);
  for (const [name, measure] of Object.entries(measures)) {
    if (only !== undefined && name !== only) continue;
    console.error(`${name}…`);
    rows.push(...(await measure({ system, workspace, folder, quick, kestrel, start })));
  }
} finally {
  // Also of a run that fails at one of them.
  printHead(['./bench files', ...options].join(' '));
  printRows(rows);
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The address of a folder's files, as a workspace. */
async function workspace(path) {
  if (!workspaces.has(path)) {
    const name = `bench ${path.split('/').at(-1)}`;
    const { id } = await system.call('POST', '/api/workspaces', { name, folder: path, existing: true });
    workspaces.set(path, `/api/workspaces/${id}/files`);
  }
  return workspaces.get(path);
}

function makeTree(at, folders, files) {
  for (let i = 0; i < folders; i++) {
    const name = folders === 1 ? at : join(at, `part${Math.floor(i / 50)}`, `folder${i}`);
    mkdirSync(name, { recursive: true });
    for (let file = 0; file < files; file++) writeFileSync(join(name, `file${file}.txt`), '');
  }
}

function start(program, ...args) {
  const child = spawn(program, args, { stdio: 'inherit' });
  return () => child.kill();
}
