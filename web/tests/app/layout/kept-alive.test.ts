import { describe, expect, it } from 'vitest';
import { keptAlive } from '../../../src/app/layout/kept-alive';

const keys = Array.from({ length: 30 }, (_, number) => `t${number}`);

describe('tabs that are kept as they are', () => {
  it('are the last twenty, and all that are shown', () => {
    expect(keptAlive(keys, 1, () => 0)).toEqual(keys.slice(0, 20));
    expect(keptAlive(keys, 25, () => 0)).toEqual(keys.slice(0, 25));
  });

  it('are fewer where they take much, but never fewer than the last four and those shown', () => {
    expect(keptAlive(keys, 1, () => 2_000_000)).toEqual(keys.slice(0, 6));
    expect(keptAlive(keys, 1, () => 100_000_000)).toEqual(keys.slice(0, 4));
    expect(keptAlive(keys, 7, () => 100_000_000)).toEqual(keys.slice(0, 7));
  });
});
