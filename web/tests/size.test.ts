// @vitest-environment node
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { brotli } from '../build/precompress.ts';

type Output =
  Exclude<Awaited<ReturnType<typeof build>>, unknown[]> extends infer T
    ? Extract<T, { output: unknown }>['output']
    : never;
type Chunk = Extract<Output[number], { type: 'chunk' }>;

/** Bytes until the frame around the panes is there; without a terminal's, an editor's, and what is loaded when the frame is drawn. */
const budget = 60_000;

// A build takes it as a sign of which code is meant: with that of a test, a sixth of the script is for who develops.
beforeAll(() => vi.stubEnv('NODE_ENV', 'production'));
afterAll(() => vi.unstubAllEnvs());

it(
  'the script of the first page stays within its budget; the terminal, menus, dialogs and tooltips, files and the editor, and what reads and derives themes, are loaded later',
  { timeout: 60_000 },
  async () => {
    const result = (await build({
      root: fileURLToPath(new URL('..', import.meta.url)),
      mode: 'production',
      logLevel: 'silent',
      build: { write: false },
      plugins: [],
    })) as { output: Output };
    const chunks = result.output.filter((output): output is Chunk => output.type === 'chunk');
    const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
    const first = new Set<Chunk>();
    const follow = (chunk: Chunk | undefined) => {
      if (!chunk || first.has(chunk)) return;
      first.add(chunk);
      for (const name of chunk.imports) follow(byName.get(name));
    };
    const page = result.output.find((output) => output.fileName === 'index.html');
    const html = page?.type === 'asset' ? String(page.source) : '';
    for (const [, name] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)) follow(byName.get(name ?? ''));

    const size = async (of: Iterable<Chunk>) => {
      const sizes = await Promise.all([...of].map((chunk) => brotli(Buffer.from(chunk.code))));
      return sizes.reduce((sum, compressed) => sum + compressed.length, 0);
    };

    expect(first.size).toBeGreaterThan(0);
    const frame = chunks.filter((chunk) => chunk.name === 'frame');
    expect(frame).toHaveLength(1);
    expect(await size([...first, ...frame])).toBeLessThanOrEqual(budget);
    const modules = [...first].flatMap((chunk) => Object.keys(chunk.modules));
    expect(
      modules.filter((module) =>
        /xterm|bits-ui|floating-ui|terminal-themes\/read|page-tokens|Dialog\.svelte|codemirror|lezer|features\/(files|editor)\/|files-core/.test(
          module,
        ),
      ),
    ).toEqual([]);
    const all = chunks.flatMap((chunk) => Object.keys(chunk.modules));
    expect(all.filter((module) => module.includes('/src/gallery/'))).toEqual([]);
  },
);
