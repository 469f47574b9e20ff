import { copyFile, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { englishFile, generateSettings } from './settings.ts';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const document = from('../../src/Dispatch.Server/openapi.v1.json');
export const generated = from('../src/api/generated');

/** Writes the types of what crosses the wire, as the server's API document says them, and what the page needs of the settings' schema. */
export async function generate(input = document, output = generated, texts = englishFile): Promise<void> {
  const fresh = await mkdtemp(join(tmpdir(), 'dispatch-generated-'));
  try {
    await generateInto(fresh, input);
    for (const file of await readdir(fresh))
      await replace(join(fresh, file), file === basename(englishFile) ? texts : join(output, file));
  } finally {
    await rm(fresh, { recursive: true });
  }
}

async function generateInto(folder: string, input: string): Promise<void> {
  await createClient({
    input,
    // Only the shapes; the calls themselves are written by hand in client.ts.
    parser: { filters: { operations: { exclude: ['/.*/'] }, orphans: true } },
    output: { path: folder, entryFile: false },
    plugins: [{ name: '@hey-api/typescript', enums: false }],
    logs: { level: 'silent' },
  });
  await generateSettings(folder, join(folder, basename(englishFile)));
}

/** Whoever reads the file beside this has it as it was or as it is, and what is the same is not touched. */
async function replace(from: string, to: string): Promise<void> {
  if ((await textOf(from)) === (await textOf(to))) return;
  await copyFile(from, `${to}.new`);
  await rename(`${to}.new`, to);
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

// npm run generate -- [document] [output folder]
if (process.argv[1] === fileURLToPath(import.meta.url)) await generate(...process.argv.slice(2));
