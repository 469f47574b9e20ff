import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contrast, oklchOf, type Hex } from '$lib/color';
import { colorTokens, isPageLook, type PageTokens } from '$lib/page-look';
import { pageLook } from '$lib/page-tokens';
import type { TerminalTheme } from '$lib/terminal-themes/theme';
import { describe, expect, it } from 'vitest';
import { arcade, ash, aTheme, copier, dusk, haze, paper } from '../support/terminal-themes';
import { ownTheme } from '../support/own-themes';

const surfaces = ['--bg-0', '--bg-1', '--bg-2', '--bg-3'] as const;
const texts = ['--fg-0', '--fg-1', '--fg-2'] as const;
const states = ['--run', '--wait', '--fail', '--info', '--accent'] as const;

function worst(tokens: Readonly<Record<string, Hex>>, text: string): number {
  return Math.min(...surfaces.map((surface) => contrast(tokens[text] ?? '#000000', tokens[surface] ?? '#000000')));
}

function expectReadable(tokens: PageTokens) {
  for (const text of [...texts, ...states]) expect(worst(tokens, text), text).toBeGreaterThanOrEqual(4.5);
  expect(contrast(tokens['--on-accent'], tokens['--accent'])).toBeGreaterThanOrEqual(4.5);
  expect(worst(tokens, '--idle')).toBeGreaterThanOrEqual(3);
}

describe.each([
  ['dark', dusk],
  ['dark', haze],
  ['dark', arcade],
  ['dark', ash],
  ['light', paper],
  ['light', copier],
] as const)('the page in a %s terminal theme', (base, theme) => {
  const look = pageLook(theme);
  const { tokens } = look;

  it(`is ${base}, with the theme's own background and sixteen colours: ${theme.name}`, () => {
    expect(look.base).toBe(base);
    expect(tokens['--bg-1']).toBe(theme.background);
    expect(tokens['--terminal-fg']).toBe(theme.foreground);
    expect(tokens['--ansi-black']).toBe(theme.ansi[0]);
    expect(tokens['--ansi-white']).toBe(theme.ansi[7]);
    expect(tokens['--ansi-bright-black']).toBe(theme.ansi[8]);
    expect(tokens['--ansi-bright-white']).toBe(theme.ansi[15]);
  });

  it(`can be read: ${theme.name}`, () => expectReadable(tokens));

  it(`has three steps of text, and surfaces that can be told apart: ${theme.name}`, () => {
    const [first, second, third] = texts.map((text) => worst(tokens, text)) as [number, number, number];
    expect(first).toBeGreaterThan(second);
    expect(second).toBeGreaterThan(third);
    const [, panes, raised, hover] = surfaces.map((surface) => tokens[surface]) as [Hex, Hex, Hex, Hex];
    expect(contrast(panes, raised)).toBeGreaterThan(1.05);
    expect(contrast(raised, hover)).toBeGreaterThan(1.08);
    expect(contrast(panes, tokens['--line'])).toBeGreaterThan(1.3);
  });
});

it('the hues are those of the theme', () => {
  const { tokens } = pageLook(dusk);
  const hue = (hex: Hex | undefined) => oklchOf(hex ?? '#000000').h;
  expect(hue(tokens['--fail'])).toBeCloseTo(hue(dusk.ansi[1]), 0);
  expect(hue(tokens['--run'])).toBeCloseTo(hue(dusk.ansi[2]), 0);
  expect(hue(tokens['--wait'])).toBeCloseTo(hue(dusk.ansi[3]), 0);
  expect(hue(tokens['--accent'])).toBeCloseTo(hue(dusk.ansi[4]), 0);
});

it('what is readable already stays as it is', () => {
  const { tokens } = pageLook(dusk);
  expect([tokens['--fg-0'], tokens['--accent'], tokens['--run']]).toEqual([
    dusk.foreground,
    dusk.ansi[4],
    dusk.ansi[2],
  ]);
});

it('cursor and selection are the theme’s, or what is made of it', () => {
  const own = pageLook({ ...dusk, cursor: '#ffcc00', selection: '#334455' }).tokens;
  expect([own['--terminal-cursor'], own['--terminal-selection']]).toEqual(['#ffcc00', '#334455']);
  expect(own['--terminal-cursor-text']).toBe(dusk.background);
  const made = pageLook(dusk).tokens;
  expect(made['--terminal-cursor']).toBe(dusk.foreground);
  expect(made['--terminal-selection']).toMatch(/^#[0-9a-f]{8}$/);
});

describe('a theme that nobody could read', () => {
  it.each<[string, Hex, Hex]>([
    ['all black', '#000000', '#000000'],
    ['all white', '#ffffff', '#ffffff'],
    ['all in the middle', '#777777', '#777777'],
    ['white on what is nearly white', '#e8e8e8', '#ffffff'],
    ['black on what is nearly black', '#161616', '#000000'],
    ['light on the middle', '#8a8a8a', '#ffffff'],
    ['dark on the middle', '#606060', '#000000'],
    ['pure blue on pure red', '#ff0000', '#0000ff'],
  ])('makes a page that can be read: %s', (name, background, foreground) => {
    const ansi = Array.from({ length: 16 }, () => background.slice(1)).join(' ');
    expectReadable(pageLook(aTheme(name, background, foreground, ansi)).tokens);
  });

  it('whatever its colours are', () => {
    let seed = 20;
    // Park and Miller's, so that a failure comes again.
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    const hex = (): Hex => `#${(next() % 0x1000000).toString(16).padStart(6, '0')}`;
    for (let index = 0; index < 150; index++) {
      const theme: TerminalTheme = {
        name: 'x',
        background: hex(),
        foreground: hex(),
        ansi: Array.from({ length: 16 }, hex),
      };
      expectReadable(pageLook(theme).tokens);
    }
  });
});

describe('a look that was kept', () => {
  const look = pageLook(dusk);

  it('is one still, also where it has fewer tokens or more', () => {
    expect(isPageLook(JSON.parse(JSON.stringify(look)))).toBe(true);
    expect(isPageLook({ ...look, derivation: 0, tokens: { '--bg-1': '#123456', '--old': '#12345678' } })).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['another base', { ...look, base: 'contrast' }],
    ['no derivation', { ...look, derivation: undefined }],
    ['no tokens', { ...look, tokens: null }],
    ['a token that is no colour', { ...look, tokens: { '--bg-1': 'url(x)' } }],
  ])('is none with %s', (_, value) => {
    expect(isPageLook(value)).toBe(false);
  });
});

describe('the tokens', () => {
  const css = readFileSync(join(import.meta.dirname, '../../src/ui/tokens.css'), 'utf8');
  const isColor = (value: string) => /^oklch\(|^var\(--(?!space)/.test(value);

  it('are all there: what the style sheets give a colour, an imported theme gives one too', () => {
    const named = [...css.matchAll(/^ {2}(--[\w-]+): ([^;]+);/gm)].filter(([, , value]) => isColor(value ?? ''));
    expect([...new Set(named.map(([, name]) => name))].sort()).toEqual([...colorTokens].sort());
    expect(Object.keys(pageLook(dusk).tokens).sort()).toEqual([...colorTokens].sort());
  });

  it('of the high-contrast theme give text 7:1 on every background, and lines and focus 3:1', () => {
    const tokens = ownTheme('contrast');
    for (const text of [...texts, ...states]) expect(worst(tokens, text), text).toBeGreaterThanOrEqual(7);
    expect(contrast(tokens['--on-accent'] ?? '#000000', tokens['--accent'] ?? '#000000')).toBeGreaterThanOrEqual(7);
    for (const seen of ['--line', '--idle']) expect(worst(tokens, seen), seen).toBeGreaterThanOrEqual(3);
    for (const name of Object.keys(tokens).filter((name) => name.startsWith('--ansi-') && name !== '--ansi-black'))
      expect(contrast(tokens[name] ?? '#000000', tokens['--bg-1'] ?? '#000000'), name).toBeGreaterThanOrEqual(7);
  });

  it.each(['dark', 'light'] as const)('of the usual themes keep AA: %s', (name) => {
    const tokens = ownTheme(name);
    for (const text of ['--fg-0', '--fg-1']) expect(worst(tokens, text), text).toBeGreaterThanOrEqual(4.5);
  });
});
