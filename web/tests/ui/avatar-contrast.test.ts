// @vitest-environment node
import { contrast, hexOf, oklchOf, type Hex } from '$lib/color';
import { pageLook } from '$lib/page-tokens';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownTheme } from '../support/own-themes';
import { arcade, ash, copier, dusk, haze, paper } from '../support/terminal-themes';

type Tokens = Readonly<Record<string, Hex>>;

const component = readFileSync(join(import.meta.dirname, '../../src/ui/Avatar.svelte'), 'utf8');
const hues = [...component.matchAll(/--hue: ([^;]+);/g)].map(([, value]) => value as string);
const fill = /background: (color-mix[^;]+);/.exec(component)?.[1] ?? '';
const ring = /box-shadow: inset 0 0 0 1px ([^;]+);/.exec(component)?.[1] ?? '';

/** `var(--x)`, or two of them mixed in OKLab. */
function colorOf(value: string, tokens: Tokens): Hex {
  const [, one, share, other] =
    /^color-mix\(in oklab, var\((--[\w-]+)\) (\d+)%, var\((--[\w-]+)\)\)$/.exec(value) ?? [];
  if (one && other) return mixed(tokens[one] as Hex, tokens[other] as Hex, Number(share) / 100);
  return tokens[/^var\((--[\w-]+)\)$/.exec(value)?.[1] as string] as Hex;
}

function mixed(one: Hex, other: Hex, share: number): Hex {
  const [a, b] = [one, other].map((hex) => {
    const { l, c, h } = oklchOf(hex);
    return [l, c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)] as const;
  }) as [readonly [number, number, number], readonly [number, number, number]];
  const [l, x, y] = a.map((part, index) => part * share + (b[index] as number) * (1 - share)) as [
    number,
    number,
    number,
  ];
  return hexOf({ l, c: Math.hypot(x, y), h: (Math.atan2(y, x) * 180) / Math.PI });
}

const themes: [string, Tokens][] = [
  ...(['dark', 'light', 'contrast'] as const).map((name): [string, Tokens] => [name, ownTheme(name)]),
  ...[dusk, paper, haze, arcade, copier, ash].map((theme): [string, Tokens] => [theme.name, pageLook(theme).tokens]),
];

it('the colours of avatars are read from where they are', () => {
  expect(hues).toHaveLength(6);
  expect([fill, ring]).not.toContain('');
});

describe.each(themes)('who is there can be told in the theme %s', (_, tokens) => {
  it.each(hues)('by letters of 4.5:1 and a ring of 3:1, in %s', (hue) => {
    const own: Tokens = { ...tokens, '--hue': colorOf(hue, tokens) };
    expect(contrast(own['--fg-0'] as Hex, colorOf(fill, own))).toBeGreaterThanOrEqual(4.5);
    for (const surface of ['--bg-0', '--bg-1', '--bg-2', '--bg-3'])
      expect(contrast(colorOf(ring, own), own[surface] as Hex), surface).toBeGreaterThanOrEqual(3);
  });
});
