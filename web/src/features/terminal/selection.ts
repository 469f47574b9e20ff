/** A part of a terminal's text, in cells from the top of its scrollback, line after line: from `start`, up to and without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The cells of a terminal, line after line. */
export interface Cells {
  readonly cols: number;
  /** How many cells there are. */
  readonly length: number;
  /** Empty for a cell that is not written on, and for the second half of a wide character. */
  text(cell: number): string;
  /** 0 for the second half of a wide character. */
  width(cell: number): number;
  /** Whether the line that begins here goes on from the one above. */
  continues(line: number): boolean;
}

/** The word at a cell; undefined where there is none. */
export function wordAt(cells: Cells, cell: number, separators: string): Span | undefined {
  const within = (at: number) => {
    const text = cells.text(headOf(cells, at));
    return text !== '' && text !== ' ' && !separators.includes(text);
  };
  const joined = (at: number) => at % cells.cols !== 0 || cells.continues(at / cells.cols);
  if (!within(cell)) return undefined;
  let start = cell;
  while (start > 0 && joined(start) && within(start - 1)) start--;
  let end = cell + 1;
  while (end < cells.length && joined(end) && within(end)) end++;
  return whole(cells, { start, end });
}

/** What lies between two places between cells, however they are to each other: a character at least, and no half of one. */
export function between(cells: Cells, fixed: number, moved: number): Span {
  const at = Math.min(cells.length, Math.max(0, moved));
  if (at === fixed) return whole(cells, fixed < cells.length ? { start: at, end: at + 1 } : { start: at - 1, end: at });
  return whole(cells, { start: Math.min(fixed, at), end: Math.max(fixed, at) });
}

/** A span and the word that a finger came to. */
export function joined(one: Span, other: Span): Span {
  return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}

function whole(cells: Cells, { start, end }: Span): Span {
  const half = end < cells.length && end % cells.cols !== 0 && cells.width(end) === 0;
  return { start: headOf(cells, start), end: half ? end + 1 : end };
}

function headOf(cells: Cells, cell: number): number {
  return cell > 0 && cell % cells.cols !== 0 && cells.width(cell) === 0 ? cell - 1 : cell;
}

/** Below the last line there is a handle. */
const handle = 28;
const gap = 8;

/** Where a bar goes: above what is selected, else below it, else over it, but always within the pane. */
export function barTop(
  look: { readonly top: number; readonly bottom: number; readonly pane: { readonly height: number } },
  height: number,
): number {
  const above = look.top - gap - height;
  if (above >= gap) return above;
  const below = look.bottom + handle;
  return Math.max(gap, Math.min(below, look.pane.height - height - gap));
}
