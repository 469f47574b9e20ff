import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const compress = promisify(brotliCompress);
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest']);

/** What is sent to a browser that takes brotli; the same setting as the size test measures. */
export function brotli(content: Uint8Array): Promise<Uint8Array> {
  return compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });
}

/** Writes `FILE.br` beside every file that gets smaller by it, so that the server never compresses a static file itself. */
export function precompress(): Plugin {
  let folder = '';
  let writes = true;
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
      writes = config.build.write;
    },
    async closeBundle() {
      if (!writes) return;
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && compressible.has(extname(entry.name)));
      for (const file of files) {
        const path = join(file.parentPath, file.name);
        const content = await readFile(path);
        const smaller = await brotli(content);
        if (smaller.length < content.length) await writeFile(`${path}.br`, smaller);
      }
    },
  };
}
