import { facts } from './contract';

/** What a turn used of a model, in tokens, as far as its agent says. */
export interface Usage {
  readonly input?: number;
  readonly output?: number;
  readonly cached?: number;
  readonly total?: number;
}

/** Undefined when nothing of it was said. */
export function usageOf(value: unknown): Usage | undefined {
  const { inputTokens, outputTokens, cachedReadTokens, totalTokens } = facts(value);
  const usage = {
    ...tokens('input', inputTokens),
    ...tokens('output', outputTokens),
    ...tokens('cached', cachedReadTokens),
    ...tokens('total', totalTokens),
  };
  return Object.keys(usage).length === 0 ? undefined : usage;
}

function tokens<Key extends keyof Usage>(key: Key, value: unknown): { [K in Key]?: number } {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
    ? ({ [key]: value } as { [K in Key]: number })
    : {};
}
