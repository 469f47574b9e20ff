import { decodeOutput, encodeInput, inputPieces, maximumInput } from '$lib/frames';
import { describe, expect, it } from 'vitest';

describe('an input frame', () => {
  it('is a type, zeroes, a little-endian id and the bytes', () => {
    expect([...encodeInput(0x01020304, Uint8Array.of(9, 0, 255))]).toEqual([1, 0, 0, 0, 4, 3, 2, 1, 9, 0, 255]);
  });

  it('takes ids up to the largest unsigned number', () => {
    expect([...encodeInput(0xffffffff, new Uint8Array())].slice(4)).toEqual([255, 255, 255, 255]);
  });
});

describe('an output frame', () => {
  const header = [2, 0, 0, 0, 7, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 3, 2, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0];

  it('is read with its epoch, its positions and its bytes as they are', () => {
    const frame = decodeOutput(Uint8Array.of(...header, 0, 128, 255).buffer);

    expect(frame).toMatchObject({ epoch: 7, first: 513, last: 515 });
    expect([...(frame?.bytes ?? [])]).toEqual([0, 128, 255]);
  });

  it('may carry no bytes', () => {
    expect(decodeOutput(Uint8Array.of(...header).buffer)?.bytes).toHaveLength(0);
  });

  it('is not anything shorter or of another type', () => {
    expect(decodeOutput(Uint8Array.of(...header.slice(1)).buffer)).toBeUndefined();
    expect(decodeOutput(Uint8Array.of(9, ...header.slice(1)).buffer)).toBeUndefined();
    expect(decodeOutput(new ArrayBuffer(0))).toBeUndefined();
  });
});

describe('input pieces', () => {
  it('are all bytes once, in order, none too large for a frame', () => {
    const bytes = Uint8Array.from({ length: maximumInput * 2 + 5 }, (_, at) => at % 251);

    const pieces = [...inputPieces(bytes)];

    expect(pieces.map((piece) => piece.length)).toEqual([maximumInput, maximumInput, 5]);
    expect(pieces.flatMap((piece) => [...piece])).toEqual([...bytes]);
  });
});
