import type { ILink, Terminal } from '@xterm/xterm';
import { wanted } from './emulator-parts';

/** A path in a line of text, and the place in the file that it names. */
export interface PathMention {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  /** Where it stands in the line, with its place. */
  readonly from: number;
  readonly to: number;
}

/** What knows of files. */
export interface PathTarget {
  /** Opens what a path leads to; undefined where it leads to no file. */
  find(path: string): Promise<((line?: number, column?: number) => void) | undefined>;
}

// With a folder or an ending, and then `:12:3`, `(12,3)` or `, line 12` (as Python writes it).
const mention =
  /(?<path>(?:~|\.{1,2})?\/?(?:[\p{L}\p{N}_@+.-]+\/)*[\p{L}\p{N}_@+-][\p{L}\p{N}_@+.-]*)(?:"?(?::(?<line>\d+)(?::(?<column>\d+))?|\((?<line2>\d+)(?:,(?<column2>\d+))?\)|, line (?<line3>\d+)))?/gu;

/** Those that may be paths; of very many in a line the first ones. */
export function pathsIn(text: string): PathMention[] {
  const found: PathMention[] = [];
  const addresses = [...text.matchAll(/\w+:\/\/\S*/g)].map(({ 0: all, index }) => [index, index + all.length] as const);
  for (const match of text.matchAll(mention)) {
    const { path = '', line, line2, line3, column, column2 } = match.groups ?? {};
    const trimmed = path.replace(/[.]+$/, '');
    const named = line ?? line2 ?? line3;
    // An address is another kind of link.
    if (addresses.some(([from, to]) => match.index >= from && match.index < to) || trimmed === '') continue;
    if (!trimmed.includes('/') && !/[^.]\.(?=\w*[a-z])\w{1,12}$/i.test(trimmed)) continue;
    const row = named === undefined ? undefined : Number(named);
    const place = column ?? column2;
    const length = row === undefined ? trimmed.length : match[0].length;
    found.push({
      path: trimmed,
      ...(row !== undefined && { line: row }),
      ...(place !== undefined && { column: Number(place) }),
      from: match.index,
      to: match.index + length,
    });
    if (found.length === 20) break;
  }
  return found;
}

/** Makes a link of each path that leads to a file. Returns its end. */
export function linkPaths(terminal: Terminal, target: PathTarget): () => void {
  const provider = terminal.registerLinkProvider({
    provideLinks(y, callback) {
      const { text, first } = wholeLine(terminal, y);
      const mentions = pathsIn(text);
      if (mentions.length === 0) return callback(undefined);
      void Promise.all(mentions.map((one) => linkOf(one, first, terminal.cols, target))).then(
        (links) => callback(links.filter((link) => link !== undefined)),
        () => callback(undefined),
      );
    },
  });
  return () => provider.dispose();
}

async function linkOf(one: PathMention, first: number, cols: number, target: PathTarget): Promise<ILink | undefined> {
  const open = await target.find(one.path);
  if (!open) return undefined;
  const at = (index: number) => ({ x: (index % cols) + 1, y: first + Math.floor(index / cols) });
  return {
    range: { start: at(one.from), end: at(one.to - 1) },
    text: one.path,
    activate: (event) => wanted(event) && open(one.line, one.column),
  };
}

/** The line that a row is of, with what it was wrapped from and into; `first` is its first row, from 1. */
function wholeLine(terminal: Terminal, y: number): { text: string; first: number } {
  const { active } = terminal.buffer;
  let first = y;
  while (first > 1 && y - first < 10 && active.getLine(first - 1)?.isWrapped) first--;
  let text = '';
  for (let row = first; row - first < 20; row++) {
    const line = active.getLine(row - 1);
    if (!line || (row > first && !line.isWrapped)) break;
    // Wide characters take two cells: then what follows would be told in the wrong place.
    text += cellsOf(line, terminal.cols);
  }
  return { text: text.trimEnd(), first };
}

/** One character for each cell. */
function cellsOf(line: NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>, cols: number): string {
  let text = '';
  for (let x = 0; x < cols; x++) {
    const chars = line.getCell(x)?.getChars() ?? '';
    text += chars.length === 1 ? chars : ' ';
  }
  return text;
}
