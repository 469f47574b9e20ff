import { contrast, hexOf, oklchOf, withAlpha, type Hex, type Oklch } from './color';
import { ansiNames, derivation, type PageLook } from './page-look';
import type { TerminalTheme } from './terminal-themes/theme';

type Pole = '#ffffff' | '#000000';

/** How the page's own themes of a kind are made. */
const kinds = {
  /** `pole` is where text goes to be told apart better; `frame` is how much darker what is behind everything is. */
  dark: { pole: '#ffffff', frame: 1.05, tint: 0.16, find: 0.28, findActive: 0.62 },
  light: { pole: '#000000', frame: 1.11, tint: 0.1, find: 0.4, findActive: 0.85 },
} as const;

/** Contrasts to the panes: the same in the dark and in the light. */
const steps = { '--bg-2': 1.07, '--bg-3': 1.21, '--line': 1.31 } as const;

/** WCAG's contrast of text, level AA. */
const readable = 4.5;
/** And of what is seen but not read. */
const visible = 3;
/** What white or black must have on the panes, so that there is room for text on the surface next to them. */
const room = 6.1;

/**
 * The page's colours by those of a terminal: its background is that of the panes, the other surfaces are steps from there; text and
 * states take their hue from the theme, and are as light or dark as it takes to be read. The sixteen colours stay as they are.
 */
export function pageLook(theme: TerminalTheme): PageLook {
  const background = oklchOf(theme.background);
  const foreground = oklchOf(theme.foreground);
  const base = isDark(background, foreground) ? 'dark' : 'light';
  const { pole, frame, tint, find, findActive } = kinds[base];
  const away = pole === '#ffffff' ? '#000000' : '#ffffff';

  const panes = moved(background, away, (hex) => contrast(hex, pole) >= room);
  const step = (ratio: number, towards: Pole) => moved(oklchOf(panes), towards, (hex) => contrast(hex, panes) >= ratio);
  const surfaces = {
    '--bg-0': step(frame, '#000000'),
    '--bg-1': panes,
    '--bg-2': step(steps['--bg-2'], pole),
    '--bg-3': step(steps['--bg-3'], pole),
  };
  const text = (color: Oklch, ratio: number) =>
    moved(color, pole, (hex) => Object.values(surfaces).every((surface) => contrast(surface, hex) >= ratio));

  // More than is needed for the first two, so that three steps stay three where the theme itself has little contrast.
  const strong = text(foreground, 7);
  const faded = (share: number) => ({ ...foreground, l: mix(oklchOf(strong).l, oklchOf(panes).l, share) });
  const state = (index: number) => text(oklchOf(colorAt(theme, index)), readable);
  const accent = state(accentOf(theme));
  const run = state(2);
  const fail = state(1);
  const cursor = theme.cursor ?? theme.foreground;

  return {
    base,
    derivation,
    tokens: {
      ...surfaces,
      '--line': step(steps['--line'], pole),
      '--fg-0': strong,
      '--fg-1': text(faded(0.225), 5.5),
      '--fg-2': text(faded(0.39), readable),
      '--accent': accent,
      '--accent-bg': withAlpha(accent, tint),
      // The panes' colour or a stronger one: the accent has its contrast on the panes already.
      '--on-accent': moved(oklchOf(panes), away, (hex) => contrast(hex, accent) >= readable),
      '--run': run,
      '--wait': state(3),
      '--fail': fail,
      '--info': state(6),
      '--idle': text(faded(0.5), visible),
      '--add': withAlpha(run, 0.14),
      '--del': withAlpha(fail, 0.14),
      '--find': withAlpha(colorAt(theme, 3), find),
      '--find-active': withAlpha(colorAt(theme, 3), findActive),
      '--terminal-fg': theme.foreground,
      '--terminal-cursor': cursor,
      '--terminal-cursor-text':
        contrast(theme.background, cursor) >= contrast(theme.foreground, cursor) ? theme.background : theme.foreground,
      '--terminal-selection': theme.selection ?? withAlpha(accent, 0.33),
      ...ansiTokens(theme),
    },
  };
}

/** By the theme's own text; one without contrast has text where there is more room for it. */
function isDark(background: Oklch, foreground: Oklch): boolean {
  return Math.abs(background.l - foreground.l) > 0.1 ? background.l < foreground.l : background.l < 0.6;
}

/** Blue, or what has more of a colour where blue is a grey. */
function accentOf(theme: TerminalTheme): number {
  const chroma = (index: number) => oklchOf(colorAt(theme, index)).c;
  return [4, 5, 6, 2].find((index) => chroma(index) > 0.04) ?? 4;
}

function ansiTokens(theme: TerminalTheme) {
  const pairs = ansiNames.flatMap((name, index) => [
    [`--ansi-${name}`, colorAt(theme, index)],
    [`--ansi-bright-${name}`, colorAt(theme, index + 8)],
  ]);
  return Object.fromEntries(pairs) as Record<`--ansi-${'' | 'bright-'}${(typeof ansiNames)[number]}`, Hex>;
}

function colorAt(theme: TerminalTheme, index: number): Hex {
  return theme.ansi[index] ?? theme.foreground;
}

/** The first of ever lighter or darker ones that is enough; white or black itself when none is. */
function moved(color: Oklch, towards: Pole, enough: (hex: Hex) => boolean): Hex {
  const step = towards === '#ffffff' ? 0.004 : -0.004;
  for (let l = Math.min(0.999, Math.max(0.001, color.l)); l > 0 && l < 1; l += step) {
    const hex = hexOf({ ...color, l });
    if (enough(hex)) return hex;
  }
  return towards;
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
