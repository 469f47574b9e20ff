import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rollup } from 'vite';
import { sprite } from './icons.ts';

const source = fileURLToPath(new URL('../service-worker/sw.js', import.meta.url));
/** Loaded when it is needed, and then there may be no network: what shows the last screens, the guides, what floats over the frame, and the texts of other languages. */
const alsoOffline =
  /src\/app\/shell\/(?:Offline|HelpView|Floating)\.svelte$|virtual:guides|messages\/dist\/(?!en)[a-z]+\.js$/;
const ownFiles = ['/', '/theme.js', '/favicon.svg', '/manifest.webmanifest', '/icons/192.png'];

/** Writes `/sw.js`, which keeps what the page begins with. It changes with every build that does: the icons are in the page's HTML alone. */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const shell = [...ownFiles, ...neededIn(bundle).map((file) => `/${file}`)];
      const version = createHash('sha256')
        .update(readFileSync(source))
        .update(sprite())
        .update(shell.join())
        .digest('hex')
        .slice(0, 12);
      const code = `const version = '${version}';\nconst shell = ${JSON.stringify(shell)};\n${readFileSync(source, 'utf8')}`;
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code });
    },
  };
}

/** The files that the page begins with, and those that it needs without a network. */
export function neededIn(bundle: Rollup.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set<string>();
  const follow = (name: string) => {
    const chunk = byName.get(name);
    if (!chunk || needed.has(name)) return;
    needed.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) needed.add(style);
    chunk.imports.forEach(follow);
  };
  for (const chunk of chunks)
    if (chunk.isEntry || Object.keys(chunk.modules).some((module) => alsoOffline.test(module))) follow(chunk.fileName);
  const fonts = Object.keys(bundle).filter((file) => /-latin-wght-normal-.*\.woff2$/.test(file));
  return [...needed, ...fonts].sort();
}
