import { existsSync, readFileSync } from 'node:fs';
import { run } from './processes.mjs';

// The API documents that this is made from are held to their programs by C# tests.
const file = 'web/src/api/generated/types.gen.ts';

/** Generates anew and compares. What was stale is left as generated, ready to be committed. */
export async function generated() {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const { code, output } = await run('npm', ['run', '--silent', 'generate']);
  if (code !== 0) return { failed: 1, output };

  return readFileSync(file, 'utf8') === before
    ? { passed: 1 }
    : { failed: 1, output: `${file} was stale: it is now generated anew, commit it.` };
}
