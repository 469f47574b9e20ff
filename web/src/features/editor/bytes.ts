/** A line of bytes as a hex dump has it: where it begins, each byte, and what of it is a character. */
export interface HexLine {
  readonly at: string;
  readonly bytes: string;
  readonly text: string;
}

export const perLine = 16;

export function hexLine(bytes: Uint8Array, at: number, digits = 8): HexLine {
  const line = [...bytes.subarray(0, perLine)];
  const hex = line.map((byte) => byte.toString(16).padStart(2, '0'));
  const half = perLine / 2;
  return {
    at: at.toString(16).padStart(digits, '0'),
    bytes: `${hex.slice(0, half).join(' ')}  ${hex.slice(half).join(' ')}`.padEnd(perLine * 3),
    text: line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
  };
}

/** Parts of a file that are read when they are looked at; a few are kept. */
export class Parts {
  readonly #read: (from: number, to: number) => Promise<Uint8Array>;
  readonly #size: number;
  readonly #part: number;
  readonly #kept = new Map<number, Promise<Uint8Array>>();

  constructor(size: number, part: number, read: (from: number, to: number) => Promise<Uint8Array>) {
    this.#size = size;
    this.#part = part;
    this.#read = read;
  }

  get count(): number {
    return Math.max(1, Math.ceil(this.#size / this.#part));
  }

  get(index: number): Promise<Uint8Array> {
    const kept = this.#kept.get(index);
    if (kept) return kept;
    const from = index * this.#part;
    const reading = this.#read(from, Math.min(this.#size, from + this.#part));
    this.#kept.set(index, reading);
    reading.catch(() => this.#kept.delete(index));
    for (const old of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - 8))) this.#kept.delete(old);
    return reading;
  }
}
