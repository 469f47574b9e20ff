// Writes src/api/generated from the server's API document: npm run generate -- path/to/openapi.json [output folder]
import { createClient } from '@hey-api/openapi-ts';

const [input = '../src/Dispatch.Server/openapi.v1.json', output = 'src/api/generated'] = process.argv.slice(2);

await createClient({
  input,
  // Only what crosses the wire; the calls themselves are written by hand in client.ts.
  parser: { filters: { operations: { exclude: ['/.*/'] }, orphans: true } },
  output: { path: output, entryFile: false },
  plugins: [{ name: '@hey-api/typescript', enums: false }],
  logs: { level: 'warn' },
});
