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
 * How a terminal of another client's size is shown whole. Where a program draws, its size is kept and the font gets smaller, in half
 * pixels, down to what can still be read; one that has ended is text, whose lines are broken anew.
 */
export function shownAs(
  session: Size,
  fits: Size | undefined,
  usual: { readonly font: number; readonly ended: boolean },
): Size & { readonly font: number } {
  if (!fits) return { ...session, font: usual.font };
  if (usual.ended)
    return { cols: Math.min(session.cols, fits.cols), rows: Math.min(session.rows, fits.rows), font: usual.font };
  const scale = Math.min(1, fits.cols / session.cols, fits.rows / session.rows);
  return {
    ...session,
    font: scale === 1 ? usual.font : Math.max(smallestFont, Math.floor(usual.font * scale * 2) / 2),
  };
}
