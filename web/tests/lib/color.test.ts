import { contrast, hexOf, hexOfP3, hexOfRgb, oklchOf, withAlpha, type Hex } from '$lib/color';
import { describe, expect, it } from 'vitest';

describe('OKLCH', () => {
  // As CSS Color 4's own sample code computes them.
  it.each<[Hex, number, number, number]>([
    ['#ff0000', 0.62796, 0.25768, 29.234],
    ['#00ff00', 0.86644, 0.29483, 142.495],
    ['#0000ff', 0.45201, 0.31321, 264.052],
    ['#ffff00', 0.96798, 0.21101, 109.769],
    ['#663399', 0.44027, 0.1603, 303.373],
  ])('knows %s', (hex, l, c, h) => {
    const color = oklchOf(hex);
    expect(color.l).toBeCloseTo(l, 4);
    expect(color.c).toBeCloseTo(c, 4);
    expect(color.h).toBeCloseTo(h, 1);
  });

  it.each<[Hex, number]>([
    ['#000000', 0],
    ['#777777', 0.5693],
    ['#ffffff', 1],
  ])('knows that %s is a grey', (hex, l) => {
    expect(oklchOf(hex).l).toBeCloseTo(l, 3);
    expect(oklchOf(hex).c).toBeCloseTo(0, 4);
  });

  it('comes back to the same eight bits, at the edges of what sRGB has too', () => {
    const parts = ['00', '01', '33', '7f', 'c8', 'fe', 'ff'];
    for (const red of parts)
      for (const green of parts)
        for (const blue of parts) {
          const hex: Hex = `#${red}${green}${blue}`;
          expect(hexOf(oklchOf(hex))).toBe(hex);
        }
  });

  it('keeps lightness and hue of what no screen shows', () => {
    const shown = oklchOf(hexOf({ l: 0.7, c: 0.4, h: 150 }));
    expect(shown.l).toBeCloseTo(0.7, 1.5);
    expect(Math.abs(shown.h - 150)).toBeLessThan(1);
    expect(shown.c).toBeLessThan(0.3);
  });

  it('ends in white and black', () => {
    expect(hexOf({ l: 1.2, c: 0.1, h: 20 })).toBe('#ffffff');
    expect(hexOf({ l: -0.1, c: 0.1, h: 20 })).toBe('#000000');
  });
});

describe('contrast', () => {
  it.each<[Hex, Hex, number]>([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#0000ff', '#ffffff', 8.59],
  ])('of %s and %s is that of WCAG', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });
});

it('parts become eight bits', () => {
  expect(hexOfRgb([1, 0.5, 0])).toBe('#ff8000');
  expect(hexOfRgb([1.0005, -0.1, 0.2])).toBe('#ff0033');
});

it('Display P3 is shown as sRGB has it', () => {
  expect(hexOfP3([1, 1, 1])).toBe('#ffffff');
  expect(hexOfP3([0.6, 0.6, 0.6])).toBe('#999999');
  // sRGB's red, as P3 writes it.
  expect(hexOfP3([0.9175, 0.2003, 0.1386])).toBe('#ff0000');
});

it('alpha is a fourth part', () => {
  expect(withAlpha('#102030', 0.5)).toBe('#10203080');
});
