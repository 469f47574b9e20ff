const share = 1.25;
const room = 16 * 1024 * 1024;
const leastSettling = 20;

/** Whether processes stay flat: in the first fifth of a run they fill what they keep (scrollback, buffers), and then they may not grow. */
export class Levels {
  #settling;
  #taken = 0;
  #most = {};

  constructor(steps) {
    this.#settling = Math.max(leastSettling, Math.floor(steps / 5));
  }

  /** What each process has now, in bytes by name; gives those that grew, with what they had. */
  take(now) {
    this.#taken++;
    if (this.#taken > this.#settling) return this.above(now);
    for (const [name, bytes] of Object.entries(now)) this.#most[name] = Math.max(this.#most[name] ?? 0, bytes);
    return [];
  }

  /** Those that have more than they may. */
  above(now) {
    return Object.entries(now)
      .map(([name, is]) => ({ name, is, was: this.#most[name] ?? is }))
      .filter(({ is, was }) => is > mayHave(was));
  }
}

/** What a process may have that had `most` until then: a quarter and 16 MiB more. */
export function mayHave(most) {
  return most * share + room;
}
