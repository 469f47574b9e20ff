import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cli.ts';

const kept = join(root, 'tests/e2e/releases');

/** The versions whose page and runner are kept. */
export const releases = readdirSync(kept, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Today's programs, which serve the page of another version. */
export function withPageOf(version: string, folder: string): string {
  copyPrograms(folder);
  rmSync(join(folder, 'wwwroot'), { recursive: true });
  unpack(join(kept, version, 'page.tar.gz'), join(folder, 'wwwroot'));
  return join(folder, 'dispatch');
}

/** Today's programs with the runner, and so the keeper, of another version. */
export function withRunnerOf(version: string, folder: string): string {
  copyPrograms(folder);
  // In a folder of its own: it has parts of the same names.
  const runner = join(folder, 'runner');
  unpack(join(kept, version, 'runner.tar.gz'), runner);
  rmSync(join(folder, 'Dispatch.Runner'));
  writeFileSync(join(folder, 'Dispatch.Runner'), `#!/bin/sh\nexec '${runner}/Dispatch.Runner' "$@"\n`, { mode: 0o755 });
  return join(folder, 'dispatch');
}

function copyPrograms(folder: string): void {
  cpSync(realpathSync(join(root, 'artifacts/versions/current')), folder, { recursive: true });
}

function unpack(archive: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
}
