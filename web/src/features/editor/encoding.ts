export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'latin-1';
export type Ending = 'lf' | 'crlf' | 'cr' | 'mixed';

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
  readonly ending: Ending;
}

/** Bytes as text, in a way that gives the same bytes back; undefined for what is no text. */
export function decode(bytes: Uint8Array): Decoded | undefined {
  const encoding = encodingOf(bytes);
  if (!encoding) return undefined;
  const text = textOf(bytes, encoding);
  return { text, encoding, ending: endingOf(text) };
}

function encodingOf(bytes: Uint8Array): Encoding | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return isUtf8(bytes) ? 'utf-8-bom' : 'latin-1';
  if (a === 0xff && b === 0xfe && bytes.length % 2 === 0) return 'utf-16le';
  if (a === 0xfe && b === 0xff && bytes.length % 2 === 0) return 'utf-16be';
  if (isBinary(bytes)) return undefined;
  return isUtf8(bytes) ? 'utf-8' : 'latin-1';
}

/** No text has a zero byte in it; so much of it is looked at. */
export function isBinary(bytes: Uint8Array, looked = 65_536): boolean {
  return bytes.subarray(0, looked).includes(0);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function textOf(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case 'utf-8':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    case 'utf-8-bom':
      return new TextDecoder('utf-8').decode(bytes);
    case 'latin-1':
      return latin1(bytes);
    default: {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const units: string[] = [];
      // One by one: a lone half of a pair stays what it is.
      for (let at = 2; at < bytes.length; at += 2)
        units.push(String.fromCharCode(view.getUint16(at, encoding === 'utf-16le')));
      return units.join('');
    }
  }
}

/** Each byte is the character of that number. What browsers call latin1 is another table. */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

/** Undefined when the encoding has no way to write one of its characters. */
export function encode(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> | undefined {
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(text);
    case 'utf-8-bom':
      return new TextEncoder().encode(`\ufeff${text}`);
    case 'latin-1': {
      const bytes = new Uint8Array(text.length);
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code > 0xff) return undefined;
        bytes[at] = code;
      }
      return bytes;
    }
    default: {
      const bytes = new Uint8Array(2 + 2 * text.length);
      const view = new DataView(bytes.buffer);
      view.setUint16(0, 0xfeff, encoding === 'utf-16le');
      for (let at = 0; at < text.length; at++) view.setUint16(2 + 2 * at, text.charCodeAt(at), encoding === 'utf-16le');
      return bytes;
    }
  }
}

export function endingOf(text: string): Ending {
  const crlf = text.split('\r\n').length - 1;
  const cr = text.split('\r').length - 1 - crlf;
  const lf = text.split('\n').length - 1 - crlf;
  if ([crlf, cr, lf].filter((count) => count > 0).length > 1) return 'mixed';
  return crlf > 0 ? 'crlf' : cr > 0 ? 'cr' : 'lf';
}

/** What stands between two lines. Of mixed ones the carriage returns are part of the lines. */
export function separatorOf(ending: Ending): string {
  return { lf: '\n', crlf: '\r\n', cr: '\r', mixed: '\n' }[ending];
}

/** The first character that Latin-1 has no way to write: all other encodings have one for each. */
export function outsideLatin1(text: string): { readonly character: string; readonly line: number } {
  const before = /^[\0-\xff]*/.exec(text)?.[0] ?? '';
  return { character: String.fromCodePoint(text.codePointAt(before.length) ?? 0), line: before.split('\n').length };
}

export function encodingName(encoding: Encoding): string {
  return {
    'utf-8': 'UTF-8',
    'utf-8-bom': 'UTF-8 BOM',
    'utf-16le': 'UTF-16 LE',
    'utf-16be': 'UTF-16 BE',
    'latin-1': 'Latin-1',
  }[encoding];
}
