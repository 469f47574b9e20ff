/** Whether pasting this could run something at once: a line ends in it, and the program can't tell pasting from typing. */
export function needsConsent(text: string, bracketed: boolean): boolean {
  return !bracketed && /[\r\n]/.test(text);
}

/** Pasted text must not bring its own end of bracketed paste, nor any other sequence. */
export function withoutSequences(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
}
