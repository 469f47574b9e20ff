// The same bytes in the two forms that are read: by index in C#, by decoding once in the page.

/** Two stages: which block of 128 code points a code point is in, then its byte there. Equal blocks are kept once. */
export function twoStages(values, size = 128) {
  const places = new Map();
  const index = [];
  const blocks = [];
  for (let start = 0; start < values.length; start += size) {
    const block = values.subarray(start, start + size);
    const key = block.join();
    if (!places.has(key)) {
      places.set(key, places.size);
      blocks.push(...block);
    }
    index.push(places.get(key));
  }
  if (places.size > 256) throw new Error(`${places.size} different blocks of ${size} don't fit an index of bytes.`);
  return { index, blocks };
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Runs of equal bytes: the byte, then how many of it, each in digits of five bits, lowest first, the sixth bit for "more". */
export function runs(values) {
  let text = '';
  for (let start = 0, end = 0; start < values.length; start = end) {
    while (end < values.length && values[end] === values[start]) end++;
    text += number(values[start]) + number(end - start);
  }
  return text;
}

function number(value) {
  let text = '';
  for (; value > 31; value >>>= 5) text += digits[(value & 31) | 32];
  return text + digits[value];
}
