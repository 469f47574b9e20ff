import type { Block } from './marks';

/** Which lines of a terminal are seen. */
export interface Viewport {
  /** The line at the top, from the top of the scrollback. */
  readonly top: number;
  readonly rows: number;
  /** Whether the oldest lines have been dropped. */
  readonly full: boolean;
  /** How much of a row is free at its right end, in cells. */
  room(row: number): number;
}

export interface SeenMark {
  readonly number: number;
  /** The row of the viewport where its prompt begins. */
  readonly row: number;
  /** How much of that row is free at its right end, in cells. */
  readonly room: number;
}

/** What of a terminal's commands is drawn. */
export interface CommandLook {
  readonly marks: readonly SeenMark[];
  /** The command whose output fills the top while its own line is out of view. */
  readonly sticky: number | undefined;
}

export const nothingSeen: CommandLook = { marks: [], sticky: undefined };

export function lookAt(blocks: readonly Block[], viewport: Viewport): CommandLook {
  const { top, rows, full } = viewport;
  const marks: SeenMark[] = [];
  let sticky: number | undefined;
  for (const block of blocks) {
    const start = block.start.line;
    if (start >= top + rows) break;
    if (start >= top) marks.push({ number: block.number, row: start - top, room: viewport.room(start - top) });
    else if ((start >= 0 || full || block.above) && lastLine(block) > top) sticky = block.number;
  }
  return { marks, sticky };
}

export function sameLook(one: CommandLook, other: CommandLook): boolean {
  return (
    one.sticky === other.sticky &&
    one.marks.length === other.marks.length &&
    one.marks.every(({ number, row, room }, index) => {
      const there = other.marks[index];
      return number === there?.number && row === there.row && room === there.room;
    })
  );
}

/** The command before or after what is looked at: `line` is the line at the top, or that of the chosen command. */
export function neighbour(blocks: readonly Block[], line: number, step: 1 | -1): Block | undefined {
  const there = blocks.filter((block) => block.start.line >= 0);
  return step < 0 ? there.findLast((block) => block.start.line < line) : there.find((block) => block.start.line > line);
}

/** The command to which a line belongs, by its prompt or its output. */
export function blockAt(blocks: readonly Block[], line: number): Block | undefined {
  return blocks.findLast((block) => block.start.line >= 0 && block.start.line <= line && line <= lastLine(block));
}

/** The last line of a command's output; that of a running one has no end yet. */
export function lastLine(block: Block): number {
  if (!block.end) return Infinity;
  return block.end.col > 0 ? block.end.anchor.line : block.end.anchor.line - 1;
}
