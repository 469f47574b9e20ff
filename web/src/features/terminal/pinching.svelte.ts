import { pinched } from './pinch';

export interface PinchingHost {
  /** The size of the text as it is set, in CSS pixels. */
  size(): number;
  /** Shows it larger for a while. */
  zoom(scale: number): void;
  /** The fingers are gone, and left it as large as this. */
  resized(size: number): void;
}

/** Two fingers on the text: it is seen at once, and set once, at the end: the program in a terminal is told of each size. */
export class Pinching {
  readonly #host: PinchingHost;
  #size = $state<number>();

  constructor(host: PinchingHost) {
    this.#host = host;
  }

  /** The size that the text will have, in CSS pixels, while two fingers are about it. */
  get size(): number | undefined {
    return this.#size;
  }

  move(scale: number): void {
    const now = pinched(this.#host.size(), scale);
    this.#size = now.size;
    this.#host.zoom(now.scale);
  }

  /** @param kept false when the browser took the fingers away. */
  end(kept: boolean): void {
    const size = this.#size;
    this.#size = undefined;
    this.#host.zoom(1);
    if (kept && size !== undefined && size !== this.#host.size()) this.#host.resized(size);
  }
}
