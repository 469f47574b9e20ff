/** How a terminal is drawn, but for its colours. */
export interface TerminalLook {
  /** Pixels. */
  readonly fontSize: number;
  /** As CSS names it; empty for the page's own. */
  readonly fontFamily: string;
  /** Lines. */
  readonly scrollback: number;
}

export const ownFont = '"JetBrains Mono Variable"';
const others = 'ui-monospace, "Noto Sans Mono CJK JP", "Noto Color Emoji", monospace';

/**
 * JetBrains Mono is 0.6 em wide: 13 is made eight whole pixels, so that both renderers agree and no glyph of the usual size is squeezed. The
 * browser draws 64ths of a pixel: with 13.34, of which it makes 13 21/64, a cell is a hair less than eight and the renderer makes seven of it.
 */
export function sizeOf({ fontSize, fontFamily }: TerminalLook): number {
  return fontSize === 13 && fontFamily.trim() === '' ? 13.35 : fontSize;
}

/** What a font lacks is taken from the page's own, and then from others. */
export function familyOf({ fontFamily }: TerminalLook): string {
  return fontFamily.trim() === '' ? `${ownFont}, ${others}` : `${fontFamily}, ${ownFont}, ${others}`;
}
