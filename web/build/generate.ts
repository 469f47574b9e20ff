import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { englishFile, generateSettings } from './settings.ts';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const document = from('../../src/Dispatch.Server/openapi.v1.json');
export const generated = from('../src/api/generated');

/** Writes the types of what crosses the wire, as the server's API document says them. */
export async function generate(input = document, output = generated, texts = englishFile): Promise<void> {
  await createClient({
    input,
    // Only the shapes; the calls themselves are written by hand in client.ts.
    parser: { filters: { operations: { exclude: ['/.*/'] }, orphans: true } },
    output: { path: output, entryFile: false },
    plugins: [{ name: '@hey-api/typescript', enums: false }],
    logs: { level: 'silent' },
  });
  await generateSettings(output, texts);
}

// npm run generate -- [document] [output folder]
if (process.argv[1] === fileURLToPath(import.meta.url)) await generate(...process.argv.slice(2));
