import type { Hex } from '../color';

/** The colours of a terminal, as every format has them. */
export interface TerminalTheme {
  /** One line of at most `longestName` characters. */
  readonly name: string;
  readonly background: Hex;
  readonly foreground: Hex;
  /** Black, red, green, yellow, blue, magenta, cyan, white, and the same eight once more, bright. */
  readonly ansi: readonly Hex[];
  readonly cursor?: Hex;
  readonly selection?: Hex;
}

/** What a format's reader finds; not every format has names. */
export type FoundTheme = Omit<TerminalTheme, 'name'> & { readonly name: string | undefined };

/** A theme is some kilobytes; a settings file with many of them may have more. In characters. */
export const largestText = 256 * 1024;
export const longestName = 60;

/** Why a text is no theme, with the line where that shows. Thrown by readers, and caught by `readThemes`. */
export class Refused extends Error {
  readonly line: number | undefined;

  constructor(reason: string, line?: number) {
    super(reason);
    this.line = line;
  }
}

/** Whether what was kept is still a theme. */
export function isTerminalTheme(value: unknown): value is TerminalTheme {
  const theme = (value ?? {}) as { [key in keyof TerminalTheme]?: unknown };
  return (
    typeof theme.name === 'string' &&
    theme.name !== '' &&
    theme.name.length <= longestName &&
    isHex(theme.background) &&
    isHex(theme.foreground) &&
    Array.isArray(theme.ansi) &&
    theme.ansi.length === 16 &&
    theme.ansi.every(isHex) &&
    (theme.cursor === undefined || isHex(theme.cursor)) &&
    (theme.selection === undefined || isHex(theme.selection))
  );
}

function isHex(value: unknown): value is Hex {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/.test(value);
}
