// Which lines the tests run: of every program and of the page, together, by area.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';

/**
 * The areas in the order in which a file is looked for, and the share of their lines, in percent, below which the check fails: 90 for what
 * this project exists for, and for the rest what was reached when it was written down. (The end-to-end tests run much of the page, and
 * aren't counted.)
 */
export const areas = [
  { name: 'keeper', floor: 90, paths: ['src/Dispatch.Runner/Keeper/', 'src/Dispatch.Runner/Native/'] },
  {
    name: 'log',
    floor: 90,
    paths: ['src/Dispatch.Runner/Sessions/', 'src/Dispatch.Runner/Verification/', 'src/Dispatch.Runner/Backups/'],
  },
  {
    name: 'attach',
    floor: 90,
    paths: [
      'src/Dispatch.Runner/Attach/',
      'src/Dispatch.Protocol/Attach/',
      'src/Dispatch.Cli/Attach/',
      'web/src/api/session-stream.ts',
      'web/src/api/snapshot-parts.ts',
      'web/src/api/outgoing-input.ts',
      'web/src/api/connection.ts',
      'web/src/features/terminal/terminal.svelte.ts',
      'web/src/features/terminal/write-queue.ts',
    ],
  },
  {
    name: 'terminal',
    floor: 90,
    paths: ['src/Dispatch.Terminal/', 'src/Dispatch.Runner/Terminals/', 'web/src/features/terminal/'],
  },
  {
    name: 'access',
    floor: 90,
    paths: [
      'src/Dispatch.Server/Access/',
      'src/Dispatch.Server/Identity/',
      'src/Dispatch.Runner/Access/',
      'src/Dispatch.Protocol/Access/',
    ],
  },
  { name: 'runner', floor: 75, paths: ['src/Dispatch.Runner/', 'src/Shared/'] },
  { name: 'server', floor: 75, paths: ['src/Dispatch.Server/'] },
  { name: 'protocol', floor: 75, paths: ['src/Dispatch.Protocol/'] },
  { name: 'cli', floor: 75, paths: ['src/Dispatch.Cli/'] },
  { name: 'page, wire', floor: 75, paths: ['web/src/api/', 'web/src/lib/'] },
  { name: 'page', floor: 40, paths: ['web/src/'] },
];

/** Files of the repository, each with its lines and whether any test ran them, from the reports (Cobertura) below some folders. */
export function linesOf(folders, root) {
  const files = new Map();
  for (const report of folders.flatMap(reportsIn)) {
    const text = readFileSync(report, 'utf8');
    const base = text.match(/<source>([^<]*)<\/source>/)?.[1] ?? '';
    for (const [, name, body] of text.matchAll(/<class [^>]*filename="([^"]*)"[^>]*>(.*?)<\/class>/gs)) {
      const path = relative(root, isAbsolute(name) ? name : join(base, name));
      if (path.startsWith('..') || path.endsWith('.g.cs') || !existsSync(join(root, path))) continue;
      if (!files.has(path)) files.set(path, new Map());
      const lines = files.get(path);
      for (const [, number, hits] of body.matchAll(/<line number="(\d+)" hits="(\d+)"/g))
        lines.set(number, lines.get(number) || hits !== '0');
    }
  }
  return files;
}

function reportsIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => /cobertura[^/]*\.xml$/.test(name))
    .map((name) => join(folder, name));
}

/** For each area its lines, those that were run, and the percentage; areas without a line are left out. */
export function byArea(files) {
  const found = areas.map((area) => ({ ...area, lines: 0, run: 0 }));
  for (const [path, lines] of files) {
    const area = found.find(({ paths }) => paths.some((start) => path.startsWith(start)));
    if (!area) continue;
    area.lines += lines.size;
    area.run += [...lines.values()].filter(Boolean).length;
  }
  return found
    .filter(({ lines }) => lines > 0)
    .map((area) => ({ ...area, percent: Math.floor((1000 * area.run) / area.lines) / 10 }));
}

export function coverageTable(found) {
  const rows = found.map(
    ({ name, lines, percent, floor }) =>
      `${name.padEnd(12)}${percent.toFixed(1).padStart(6)} % of ${String(lines).padStart(5)} lines (at least ${floor} %)${percent < floor ? '  TOO FEW' : ''}`,
  );
  return rows.join('\n        ');
}

/** One result an area; an area that must be there and isn't has failed. */
export function coverageVerdict(found) {
  const low = found.filter(({ percent, floor }) => percent < floor);
  const absent = areas.filter(({ name }) => !found.some((area) => area.name === name));
  return {
    passed: found.length - low.length,
    failed: low.length + absent.length,
    output: [coverageTable(found), ...absent.map(({ name }) => `${name}: no line was counted`)].join('\n        '),
  };
}
