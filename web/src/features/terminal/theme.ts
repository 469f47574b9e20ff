import type { ITheme } from '@xterm/xterm';

const ansi = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** The page's tokens as xterm.js takes them: `#rrggbb`, or `#rrggbbaa`, resolved by the browser that draws them. */
export function terminalTheme(element: Element): ITheme {
  const color = tokenReader(element);
  const theme: ITheme = {
    background: color('--bg-1'),
    foreground: color('--terminal-fg'),
    cursor: color('--terminal-cursor'),
    cursorAccent: color('--terminal-cursor-text'),
    selectionBackground: color('--terminal-selection'),
    scrollbarSliderBackground: `${color('--fg-2')}44`,
    scrollbarSliderHoverBackground: `${color('--fg-2')}77`,
    scrollbarSliderActiveBackground: `${color('--fg-2')}99`,
  };
  for (const name of ansi) {
    theme[name] = color(`--ansi-${name}`);
    theme[`bright${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof ITheme & 'brightBlack'] = color(
      `--ansi-bright-${name}`,
    );
  }
  return theme;
}

/** What text has at least on its background, whatever colours a program names. */
export function minimumContrast(element: Element): number {
  return Number(getComputedStyle(element).getPropertyValue('--terminal-contrast'));
}

/** How found text is marked. */
export function findColors(element: Element) {
  const color = tokenReader(element);
  return {
    matchBackground: color('--find', '--bg-1'),
    activeMatchBackground: color('--find-active', '--bg-1'),
    matchOverviewRuler: color('--find', '--bg-1'),
    activeMatchColorOverviewRuler: color('--find-active', '--bg-1'),
  };
}

/** Paints a token and reads it back: tokens are oklch(), which no two programs convert alike. */
function tokenReader(element: Element): (token: string, over?: string) => string {
  const styles = getComputedStyle(element);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const paint = (token: string) => {
    if (!context) return;
    context.fillStyle = styles.getPropertyValue(token);
    context.fillRect(0, 0, 1, 1);
  };
  return (token, over) => {
    context?.clearRect(0, 0, 1, 1);
    if (over) paint(over);
    paint(token);
    const [red = 0, green = 0, blue = 0, alpha = 255] = context?.getImageData(0, 0, 1, 1).data ?? [];
    const parts = alpha === 255 ? [red, green, blue] : [red, green, blue, alpha];
    return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  };
}
