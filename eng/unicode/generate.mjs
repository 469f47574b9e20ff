// Writes the table of characters that the headless terminal and the page share, and the texts that hold both to the standard.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { csharp } from './csharp.mjs';
import { properties } from './properties.mjs';
import { typescript } from './typescript.mjs';
import { vectors } from './vectors.mjs';

const values = await properties();
const hash = createHash('sha256').update(values).digest('hex');

write('src/Dispatch.Terminal/Unicode/CharacterTable.g.cs', csharp(values, hash));
write('web/src/features/terminal/widths.g.ts', typescript(values, hash));
write('tests/Dispatch.Terminal.Tests/Unicode/GraphemeBreaks.txt', vectors(values));

/** Whoever reads the file beside this has it as it was or as it is, and what is the same is not touched. */
function write(path, text) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
