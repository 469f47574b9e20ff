import { join, resolve } from 'node:path';

/** Where `dotnet build` puts what it makes. */
export const artifacts = resolve(process.env.ArtifactsPath ?? 'artifacts');

export const results = join(artifacts, 'check');
