import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';

const folders = ['web/src/api/generated'];

/** Generates anew and compares. What was stale is left as generated, ready to be committed. */
export async function generated() {
  const before = hashes();
  const { code, output } = await run('npm', ['run', '--silent', 'generate']);
  if (code !== 0) return { failed: 1, output };

  const after = hashes();
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  return stale.length === 0
    ? { passed: 1 }
    : { failed: 1, output: `Stale, and now generated anew; commit them:\n${stale.join('\n')}` };
}

function hashes() {
  const files = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(files.map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));
}
