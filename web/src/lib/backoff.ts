/** How long to wait before the next attempt: exponential with full jitter, so that many clients don't come back at once. */
export interface BackoffOptions {
  /** Upper bound of the first wait, in milliseconds. */
  readonly first: number;
  /** Upper bound of every wait, in milliseconds. */
  readonly most: number;
}

export const reconnectBackoff: BackoffOptions = { first: 250, most: 10_000 };

/**
 * @param attempt counts failures from 0.
 * @param random from 0 up to 1; spreads the wait over its whole range.
 */
export function backoff(attempt: number, random: number, options: BackoffOptions = reconnectBackoff): number {
  const bound = Math.min(options.most, options.first * 2 ** Math.min(attempt, 30));
  // Never below a fifth of the first wait: a server that refuses at once must not be asked in a tight loop.
  return Math.max(options.first / 5, Math.round(random * bound));
}
