import type { FileDetails } from '$api/types';
import { within } from './paths';

/** How long what is known of a path is believed, in milliseconds. */
const fresh = 10_000;

/** What paths lead to that programs print: asked once for each. */
export class PathLinks {
  readonly #gateway: { info(path: string): Promise<FileDetails> };
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly at: number; readonly is: Promise<boolean> }>();

  constructor(gateway: { info(path: string): Promise<FileDetails> }, now: () => number = Date.now) {
    this.#gateway = gateway;
    this.#now = now;
  }

  /** @param home the workspace's folder @param folders what a relative one may be relative to */
  async find(
    path: string,
    home: string | undefined,
    folders: readonly (string | undefined)[],
  ): Promise<string | undefined> {
    for (const candidate of candidates(path, home, folders)) if (await this.#isFile(candidate)) return candidate;
    return undefined;
  }

  #isFile(path: string): Promise<boolean> {
    const known = this.#known.get(path);
    if (known && this.#now() - known.at < fresh) return known.is;
    if (this.#known.size > 500) this.#known.clear();
    const is = this.#gateway.info(path).then(
      ({ kind, linksTo }) => kind === 'file' || linksTo === 'file',
      () => false,
    );
    this.#known.set(path, { at: this.#now(), is });
    return is;
  }
}

/** Paths within the workspace that may be meant, the likeliest first. */
export function candidates(path: string, home: string | undefined, folders: readonly (string | undefined)[]): string[] {
  if (path.startsWith('/')) return inside(path, home);
  if (path.startsWith('~')) return [];
  const all = [...folders.flatMap((folder) => (folder === undefined ? [] : inside(folder, home))), ''];
  const found = all.map((folder) => tidy(within(folder, path))).filter((one) => one !== undefined);
  return [...new Set(found)];
}

function inside(path: string, home: string | undefined): string[] {
  if (home === undefined) return [];
  if (path === home) return [''];
  return path.startsWith(`${home}/`) ? [path.slice(home.length + 1)] : [];
}

function tidy(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}
