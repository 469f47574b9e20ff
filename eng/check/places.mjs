import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where `dotnet build` puts what it makes. */
export const artifacts = resolve(process.env.ArtifactsPath ?? 'artifacts');

export const results = join(artifacts, 'check');

/** A step's own folder among the results, with nothing in it. */
export function fresh(name) {
  const folder = join(results, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
