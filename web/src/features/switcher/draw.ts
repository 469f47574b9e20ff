import type { ScreenColors } from '$lib/screen-colors';
import type { ScreenJson } from '$lib/screen-json';

/** So many columns are shown at most: more would be too small to tell anything. */
const mostCols = 64;

export interface Part {
  readonly cols: number;
  readonly firstRow: number;
  readonly rows: number;
  /** The size of a cell, in the units of the picture. */
  readonly cell: { readonly width: number; readonly height: number };
}

/** What of a screen is in its picture: from the left, and around the last line that says something. */
export function partOf({ cols, rows, cursor, lines }: ScreenJson, width: number, height: number): Part {
  const shown = Math.max(1, Math.min(cols, mostCols));
  const cell = { width: width / shown, height: (width / shown) * 2 };
  const fits = Math.max(1, Math.floor(height / cell.height));
  const written = lines.findLast(({ index, runs }) => index >= 0 && runs.some(({ text }) => text.trim() !== ''));
  const last = Math.max(written?.index ?? 0, cursor.visible ? cursor.row : 0);
  return { cols: shown, firstRow: Math.max(0, Math.min(last, rows - 1) - fits + 1), rows: fits, cell };
}

/** Draws a screen small. */
export function draw(canvas: HTMLCanvasElement, screen: ScreenJson, colors: ScreenColors, font: string): void {
  const context = canvas.getContext('2d');
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!context || width === 0 || height === 0) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = colors.background;
  context.fillRect(0, 0, width, height);
  const { cols, firstRow, rows, cell } = partOf(screen, width, height);
  context.textBaseline = 'middle';

  for (const { index, runs } of screen.lines) {
    const row = index - firstRow;
    if (index < 0 || row < 0 || row >= rows) continue;
    for (const run of runs) {
      if (run.col >= cols) break;
      const { text, background } = colors.of(run, screen);
      const [left, top, wide] = [run.col * cell.width, row * cell.height, run.columns * cell.width];
      if (background) {
        context.fillStyle = background;
        context.fillRect(left, top, wide, cell.height);
      }
      if (run.hidden || run.text.trim() === '') continue;
      context.globalAlpha = run.faint ? 0.6 : 1;
      context.fillStyle = text;
      context.font = `${run.italic ? 'italic ' : ''}${run.bold ? 600 : 400} ${cell.width / 0.6}px ${font}`;
      context.fillText(run.text, left, top + cell.height / 2, wide);
      context.globalAlpha = 1;
    }
  }
  if (!screen.cursor.visible) return;
  context.fillStyle = colors.foreground;
  context.globalAlpha = 0.7;
  context.fillRect(
    screen.cursor.col * cell.width,
    (screen.cursor.row - firstRow) * cell.height,
    cell.width,
    cell.height,
  );
  context.globalAlpha = 1;
}
