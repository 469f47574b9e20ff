import type { Hex } from '$lib/color';
import { pageLook } from '$lib/page-tokens';
import type { TerminalTheme } from '$lib/terminal-themes/theme';

/** A theme from the sixteen colours in one line, as a test wants it. */
export function aTheme(name: string, background: Hex, foreground: Hex, ansi: string): TerminalTheme {
  return { name, background, foreground, ansi: ansi.split(' ').map((digits): Hex => `#${digits}`) };
}

export const dusk = aTheme(
  'Dusk',
  '#1c1f2b',
  '#c8cce0',
  '22263a e06c7f 8fc98a e3c078 7aa5f0 c08ae8 6cc5cc c0c5d8 5a607c f08a99 a9e0a2 f2d596 9bbcf8 d4a8f2 8fdce2 e8ebf5',
);
export const paper = aTheme(
  'Paper',
  '#fbf6e9',
  '#4a4f57',
  '2f3338 b8342c 5d7a1a a87700 2f6fae 8a4a9e 2b8079 c9c3b0 7b7f86 c94a3f 71902b bd8c12 4685c2 a163b4 3f958e e9e3d2',
);
/** Little contrast of its own, as some like it. */
export const haze = aTheme(
  'Haze',
  '#0b2a33',
  '#7f9295',
  '0d323c d8362f 829600 b08700 2a86cc cf3a80 2d9d95 e9e4d2 0b2a33 c64d1a 5a6c72 667b80 7f9295 6c70c0 90a0a0 fbf5e2',
);
/** The loudest: pure colours on pure black. */
export const arcade = aTheme(
  'Arcade',
  '#000000',
  '#ffffff',
  '000000 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff 808080 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff',
);
/** Pure colours on pure white, where yellow and cyan can't be read. */
export const copier = aTheme(
  'Copier',
  '#ffffff',
  '#000000',
  '000000 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff 808080 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff',
);
/** One hue: even blue is grey. */
export const ash = aTheme(
  'Ash',
  '#3f3f3f',
  '#dcdccc',
  '3f3f3f 909090 a0a0a0 b0b0b0 808080 989898 a8a8a8 dcdccc 606060 a0a0a0 b0b0b0 c0c0c0 909090 a8a8a8 b8b8b8 ffffff',
);

/** As the form that imports it hands it on. */
export function worn(theme: TerminalTheme) {
  return { ...theme, look: pageLook(theme) };
}
