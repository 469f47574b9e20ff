import { expect, it } from 'vitest';
import { usageOf } from '../../../src/features/agent/usage';

it('what an agent says that a turn used is taken where it can be, and nothing is made up', () => {
  expect(usageOf({ inputTokens: 12, outputTokens: 3, cachedReadTokens: null })).toEqual({ input: 12, output: 3 });
  expect(usageOf({ totalTokens: 15 })).toEqual({ total: 15 });
  for (const nothing of [undefined, null, 'many', [], { inputTokens: '12', outputTokens: -1, totalTokens: Infinity }])
    expect(usageOf(nothing)).toBeUndefined();
});
