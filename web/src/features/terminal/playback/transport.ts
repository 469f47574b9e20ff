export const speeds = [0.5, 1, 2, 4, 8, 16] as const;
export type Speed = (typeof speeds)[number];

/** Where playing is and how it goes on: a clock that can be stopped, set and made faster. Milliseconds of played time. */
export class Transport {
  #position = 0;
  #length = 0;
  speed: Speed = 1;
  playing = false;

  get position(): number {
    return this.#position;
  }

  get length(): number {
    return this.#length;
  }

  get atEnd(): boolean {
    return this.#position >= this.#length;
  }

  /** Another length, with the position where it belongs on it. */
  measure(length: number, position: number): void {
    this.#length = length;
    this.seek(position);
  }

  seek(position: number): void {
    this.#position = Math.min(this.#length, Math.max(0, position));
  }

  /** Plays on, from the beginning once it is over. */
  play(): void {
    if (this.atEnd) this.#position = 0;
    this.playing = true;
  }

  pause(): void {
    this.playing = false;
  }

  /** So much time passed in front of the screen. Stops at the end. */
  advance(elapsed: number): void {
    if (!this.playing) return;
    this.seek(this.#position + elapsed * this.speed);
    if (this.atEnd) this.playing = false;
  }

  /** One speed up or down. */
  shift(step: 1 | -1): void {
    const index = speeds.indexOf(this.speed) + step;
    this.speed = speeds[Math.min(speeds.length - 1, Math.max(0, index))] ?? 1;
  }
}
