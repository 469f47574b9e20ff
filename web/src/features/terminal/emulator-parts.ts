const encoder = new TextEncoder();
/** Ends the alternate screen, soft reset, and switches off what reports to a program. */
export const modesOff = encoder.encode(
  '\x1b[?1049h\x1b[?1049l\x1b[!p\x1b[?1000;1002;1003;1004;1006;1015;2004;2027l\x1b[0m\r\n',
);
/** Synchronised output: nothing is drawn from the one to the other. */
export const hold = encoder.encode('\x1b[?2026h');
export const afresh = encoder.encode('\x1bc\x1b[?2026h');
export const release = encoder.encode('\x1b[?2026l');

export function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** When the page has nothing else to do, or half a second has gone by. */
export function idle(): Promise<void> {
  return new Promise((resolve) =>
    'requestIdleCallback' in window ? requestIdleCallback(() => resolve(), { timeout: 500 }) : setTimeout(resolve, 50),
  );
}

/** A plain press selects; with Control or Command, or by a finger, it opens. */
export function wanted(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey || matchMedia('(pointer: coarse)').matches;
}

/** `Pc ; Pd`: Pd is base64. A question for the clipboard's content is never answered. */
export function clipboardText(data: string): string | undefined {
  const encoded = data.slice(data.indexOf(';') + 1);
  if (encoded === '?' || encoded.length > 1_000_000) return undefined;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
