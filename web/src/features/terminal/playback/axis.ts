/** A pause longer than this is shortened to it when idle time is skipped. */
export const longestPause = 1000;

/**
 * Lays a session's time out as it is played: as it was, or with its pauses shortened. All times are milliseconds; what is played
 * begins at 0.
 */
export class Axis {
  readonly #times: readonly number[];
  readonly #played: readonly number[];

  /** @param times when something happened, in order: at least the beginning and the end. */
  constructor(times: readonly number[], skipIdle: boolean) {
    this.#times = times;
    let played = 0;
    this.#played = times.map((time, index) => {
      const gap = time - (times[index - 1] ?? time);
      played += skipIdle ? Math.min(gap, longestPause) : gap;
      return played;
    });
  }

  get length(): number {
    return this.#played.at(-1) ?? 0;
  }

  /** When in the session that is. */
  real(played: number): number {
    return translate(this.#played, this.#times, played);
  }

  played(real: number): number {
    return translate(this.#times, this.#played, real);
  }
}

/** Both lists rise together; between two entries it goes on evenly. */
function translate(from: readonly number[], to: readonly number[], value: number): number {
  const index = lastAtMost(from, value);
  if (index < 0) return to[0] ?? 0;
  const [start = 0, end] = [from[index], from[index + 1]];
  const [begin = 0, finish] = [to[index], to[index + 1]];
  if (end === undefined || finish === undefined) return begin;
  return begin + ((finish - begin) * (value - start)) / (end - start);
}

/** The index of the last entry that isn't larger; -1 when all are. */
export function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
