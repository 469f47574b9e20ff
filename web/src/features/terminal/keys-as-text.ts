const longest = 120;

/** Typed keys as a person reads them: Enter as ⏎, other controls as ^C, and of much only its end. */
export function keysAsText(typed: string): string {
  const shown = typed.replaceAll(/\p{Cc}/gu, (key) =>
    key === '\r' || key === '\n'
      ? '⏎'
      : key === '\x7f'
        ? '^?'
        : `^${String.fromCharCode((key.charCodeAt(0) & 0x1f) + 64)}`,
  );
  return shown.length > longest ? `…${shown.slice(-longest)}` : shown;
}
