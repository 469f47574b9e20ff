import { existsSync, readFileSync } from 'node:fs';
import { run } from './processes.mjs';

// The API documents and the settings' schema that the first are made from are held to their programs by C# tests.
const files = [
  'web/src/api/generated/types.gen.ts',
  'web/src/api/generated/settings.gen.ts',
  'web/src/api/generated/settings-texts.gen.ts',
  'web/src/features/terminal/widths.g.ts',
  'src/Dispatch.Terminal/Unicode/CharacterTable.g.cs',
  'tests/Dispatch.Terminal.Tests/Unicode/GraphemeBreaks.txt',
];

/** Generates anew and compares. What was stale is left as generated, ready to be committed. */
export async function generated() {
  const before = files.map(textOf);
  const { code, output } = await run('npm', ['run', '--silent', 'generate']);
  if (code !== 0) return { failed: 1, output };

  const stale = files.filter((file, i) => textOf(file) !== before[i]);
  return {
    passed: files.length - stale.length,
    failed: stale.length,
    output: stale.map((file) => `${file} was stale: it is now generated anew, commit it.`).join('\n'),
  };
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
