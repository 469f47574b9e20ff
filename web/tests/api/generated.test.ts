// @vitest-environment node
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { document, generate, generated } from '../../build/generate.ts';
import { englishFile } from '../../build/settings.ts';

const files = ['types.gen.ts', 'settings.gen.ts', 'settings-texts.gen.ts'];

it(
  'the wire’s types and its settings are those of the committed API document and schema (else: npm run generate)',
  { timeout: 30_000 },
  async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'dispatch-types-'));
    try {
      await generate(document, fresh, join(fresh, 'setting.json'));

      for (const file of files)
        expect(await readFile(join(fresh, file), 'utf8')).toBe(await readFile(join(generated, file), 'utf8'));
      expect(await readFile(join(fresh, 'setting.json'), 'utf8')).toBe(await readFile(englishFile, 'utf8'));
    } finally {
      await rm(fresh, { recursive: true });
    }
  },
);
