import { m } from '../messages';
import { oneLine } from '../text';
import { readBase16 } from './base16';
import { readGhostty } from './ghostty';
import { readIterm } from './iterm';
import { largestText, longestName, Refused, type FoundTheme, type TerminalTheme } from './theme';
import { readWindowsTerminal } from './windows-terminal';

export type Reading =
  /** One at least; a settings file may have several. */
  | { readonly themes: readonly TerminalTheme[] }
  /** What is wrong, with the line where there is one, and what to write instead. */
  | { readonly problem: string };

/**
 * The themes of a text in any format that is known here. The text may be anything.
 * @param unnamed the name of a theme whose format or file gives none
 */
export function readThemes(text: string, unnamed?: string): Reading {
  try {
    if (text.length > largestText) throw new Refused(m.settings_read_too_large({ most: largestText / 1024 }));
    // A byte order mark is no part of it; lines may end as Windows ends them.
    const themes = found(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
    return {
      themes: themes.map((theme) => ({
        ...theme,
        name: named(theme.name) ?? named(unnamed) ?? m.settings_read_unnamed(),
      })),
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: saidOf(error) };
  }
}

function saidOf({ line, message: reason }: Refused): string {
  return line === undefined ? m.settings_read_reason({ reason }) : m.settings_read_line({ line, reason });
}

function named(name: string | undefined): string | undefined {
  return oneLine(name ?? '', longestName) || undefined;
}

/** By how it begins, or by lines that only one format has. Blanks are told apart from line ends: each line is looked at once. */
function found(text: string): FoundTheme[] {
  const start = text.trimStart();
  if (start === '') throw new Refused(m.settings_read_nothing());
  if (/^<|^bplist/.test(start)) return [readIterm(text)];
  if (/^(?:\{|\[|\/\/|\/\*)/.test(start)) return readWindowsTerminal(text);
  if (/^[ \t]*["']?base0[0-9a-f]["']?[ \t]*:/im.test(text)) return [readBase16(text)];
  if (/^[ \t]*[a-z0-9-]+[ \t]*=/m.test(text)) return [readGhostty(text)];
  throw new Refused(m.settings_read_unknown());
}
