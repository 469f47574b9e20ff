import { cpSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cli.ts';

/** The programs once more in a folder of their own, with a page whose files have other names: what an upgrade finds. */
export function makeNextVersion(folder: string): string {
  cpSync(realpathSync(join(root, 'artifacts/versions/current')), folder, { recursive: true });
  renameAssets(join(folder, 'wwwroot'));
  return join(folder, 'dispatch');
}

function renameAssets(page: string): void {
  const assets = join(page, 'assets');
  for (const name of readdirSync(assets)) if (name.endsWith('.br')) rmSync(join(assets, name));
  rmSync(join(page, 'index.html.br'), { force: true });
  const names = readdirSync(assets);
  const next = (name: string) => name.replace(/(\.[^.]+)$/, 'n$1');
  const renamed = (text: string) => names.reduce((all, name) => all.replaceAll(name, next(name)), text);

  for (const path of [join(page, 'index.html'), join(page, 'sw.js'), ...names.map((name) => join(assets, name))])
    if (/\.(js|css|html)$/.test(path)) writeFileSync(path, renamed(readFileSync(path, 'utf8')));
  for (const name of names) renameSync(join(assets, name), join(assets, next(name)));
}
