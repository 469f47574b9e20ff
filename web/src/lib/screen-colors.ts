import type { ScreenJson, ScreenRun } from './screen-json';

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const steps = [0, 95, 135, 175, 215, 255];

/** The page's colours for what a program names by number; the first sixteen are the theme's. */
export class ScreenColors {
  readonly foreground: string;
  readonly background: string;
  readonly #own: readonly string[];

  /** @param token gives the value of one of the page's tokens. */
  constructor(token: (name: string) => string) {
    this.foreground = token('--terminal-fg');
    this.background = token('--bg-1');
    this.#own = ['', 'bright-'].flatMap((kind) => names.map((name) => token(`--ansi-${kind}${name}`)));
  }

  static of(element: Element): ScreenColors {
    const style = getComputedStyle(element);
    return new ScreenColors((name) => style.getPropertyValue(name));
  }

  /** What a run is drawn with. `background` is undefined where it is the screen's. */
  of(run: ScreenRun, { colors }: Pick<ScreenJson, 'colors'>): { text: string; background: string | undefined } {
    const text = this.#color(run.fg, colors?.palette) ?? this.foreground;
    const background = this.#color(run.bg, colors?.palette);
    return run.inverse ? { text: background ?? this.background, background: text } : { text, background };
  }

  #color(color: number | string | undefined, palette: Readonly<Record<string, string>> | undefined) {
    if (color === undefined) return undefined;
    const named = typeof color === 'string' ? color : palette?.[color];
    // Only a colour: whatever else stood there would be put into a style.
    if (named !== undefined) return /^#[0-9a-f]{6}$/i.test(named) ? named : undefined;
    return typeof color === 'number' ? (this.#own[color] ?? paletteColor(color)) : undefined;
  }
}

/** The places from 16 on, which are the same everywhere: a cube of colours, and greys. */
export function paletteColor(place: number): string | undefined {
  if (!Number.isInteger(place) || place < 16 || place > 255) return undefined;
  if (place >= 232) {
    const grey = 8 + 10 * (place - 232);
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cell = place - 16;
  return `rgb(${steps[Math.floor(cell / 36)]} ${steps[Math.floor(cell / 6) % 6]} ${steps[cell % 6]})`;
}
