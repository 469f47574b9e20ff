import type { Size } from '$api/session-stream';

export interface Box {
  readonly width: number;
  readonly height: number;
}

const most = 1000;
const smallestFont = 6;

/** How many cells fill a pane. Undefined when it isn't shown, or too small to be meant. */
export function fit(pane: Box, cell: Box): Size | undefined {
  if (cell.width <= 0 || cell.height <= 0) return undefined;
  const cols = Math.floor(pane.width / cell.width);
  const rows = Math.floor(pane.height / cell.height);
  if (cols < 2 || rows < 1) return undefined;
  return { cols: Math.min(cols, most), rows: Math.min(rows, most) };
}

/**
 * The font size at which a terminal of another client's size is seen whole: the usual one when it fits, else smaller in half
 * pixels, down to what can still be read.
 */
export function fontToShow(session: Size, fits: Size, usual: number): number {
  const scale = Math.min(1, fits.cols / session.cols, fits.rows / session.rows);
  return scale === 1 ? usual : Math.max(smallestFont, Math.floor(usual * scale * 2) / 2);
}
