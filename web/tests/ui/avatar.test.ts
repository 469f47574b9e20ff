import { hueOf, initialsOf } from '$ui/avatar';
import { expect, it } from 'vitest';

it.each([
  ['Ada Lovelace', 'AL'],
  ['Chrome on Linux', 'CL'],
  ['iPhone', 'I'],
  ['漢字', '漢'],
  ['  (dev) ', 'D'],
  ['', ''],
])('%j is short %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it('the colour is always the same, and not one for all', () => {
  expect(hueOf('device-1')).toBe(hueOf('device-1'));
  const hues = new Set(Array.from({ length: 60 }, (_, index) => hueOf(`device-${index}`)));
  expect([...hues].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});
