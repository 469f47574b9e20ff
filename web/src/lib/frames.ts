/** The binary frames of the attach wire (docs/protocol.md); all numbers little-endian. */

const inputType = 1;
const inputHeader = 8;
const outputType = 2;
const outputHeader = 32;
const snapshotType = 3;
const snapshotHeader = 8;

/** The largest piece of input that is sent in one frame. */
export const maximumInput = 32 * 1024;

export interface OutputFrame {
  readonly epoch: number;
  /** Positions of the first and the last event in it. */
  readonly first: number;
  readonly last: number;
  readonly bytes: Uint8Array;
}

/** `u8 type = 1, u8 0, u16 0, u32 id`, then the bytes. */
export function encodeInput(id: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(inputHeader + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, inputType);
  view.setUint32(4, id, true);
  frame.set(bytes, inputHeader);
  return frame;
}

/** `u8 type = 2, u8 0, u16 0, u32 epoch, u64 first, u64 last, u64 time`, then the bytes. Undefined for any other frame. */
export function decodeOutput(buffer: ArrayBuffer): OutputFrame | undefined {
  if (buffer.byteLength < outputHeader) return undefined;
  const view = new DataView(buffer);
  if (view.getUint8(0) !== outputType) return undefined;
  return {
    epoch: view.getInt32(4, true),
    // Positions stay far below 2^53: at a million events a second that takes 285 years.
    first: Number(view.getBigInt64(8, true)),
    last: Number(view.getBigInt64(16, true)),
    bytes: new Uint8Array(buffer, outputHeader),
  };
}

/** `u8 type = 3, u8 0, u16 0, u32 0`, then a part of what rebuilds the screen. Undefined for any other frame. */
export function decodeSnapshot(buffer: ArrayBuffer): Uint8Array | undefined {
  if (buffer.byteLength < snapshotHeader || new DataView(buffer).getUint8(0) !== snapshotType) return undefined;
  return new Uint8Array(buffer, snapshotHeader);
}

/** Cuts input into pieces that fit a frame. */
export function* inputPieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += maximumInput) yield bytes.subarray(start, start + maximumInput);
}
