import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hexOf, type Hex } from '$lib/color';

const css = readFileSync(join(import.meta.dirname, '../../src/ui/tokens.css'), 'utf8').replace(/\/\*.*?\*\//gs, '');

/** The colours of a theme of the style sheets, in sRGB. */
export function ownTheme(name: 'dark' | 'light' | 'contrast'): Readonly<Record<string, Hex>> {
  const tokens = new Map<string, string>();
  for (const [, selectors = '', body = ''] of css.matchAll(/([^{}]+)\{([^}]*)\}/g))
    if (selectors.includes(':root') || selectors.includes(`'${name}'`))
      for (const [, token = '', value = ''] of body.matchAll(/(--[\w-]+): ([^;]+);/g)) tokens.set(token, value);
  const colorOf = (value: string): Hex | undefined => {
    const [, other] = /^var\((--[\w-]+)\)$/.exec(value) ?? [];
    if (other) return colorOf(tokens.get(other) ?? '');
    const [, l, c, h] = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(value) ?? [];
    return l === undefined ? undefined : hexOf({ l: Number(l), c: Number(c), h: Number(h) });
  };
  const colors = [...tokens].map(([token, value]) => [token, colorOf(value)] as const);
  return Object.fromEntries(colors.filter((entry): entry is [string, Hex] => entry[1] !== undefined));
}
