import type { Place } from './contract';

/** What a link of an agent leads to, as the agent names files: absolute, or relative to its folder. Undefined for what is no file. */
export function pathOfAddress(href: string): string | undefined {
  const bare = href.replace(/^file:\/\/(?=\/)/i, '');
  if (bare === '' || bare.startsWith('#') || bare.startsWith('//') || /^[a-z][a-z0-9+.-]*:(?!\d+(:\d+)?$)/i.test(bare))
    return undefined;
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

/** `src/a.ts:12:3` and `src/a.ts#L12` name a line, too. */
export function placeOfPath(path: string): Place {
  const match = /^(.+?)(?:#L(\d+)(?:-L?\d+)?|:(\d+)(?::\d+)?)$/.exec(path);
  if (!match?.[1]) return { path: path.replace(/[?#].*$/, '') || path };
  return { path: match[1], line: Number(match[2] ?? match[3]) };
}

/** Whether a link may lead out of the page. */
export function isOutside(uri: string): boolean {
  return /^https?:\/\//i.test(uri);
}
