import { wholeDiff, type DiffLine } from './line-diff';

/** Lines next to each other that changed, with a few of those around them. */
export interface Hunk {
  /** The first line of what is there now, from 1. */
  readonly line: number;
  /** What was there, with its line ends. */
  readonly before: string;
  /** What is there instead. */
  readonly after: string;
  readonly shown: readonly DiffLine[];
}

const around = 3;

export function hunksOf(before: string, after: string): Hunk[] {
  const lines = wholeDiff(withEnds(before), withEnds(after));
  const hunks: Hunk[] = [];
  let line = 1;
  for (let at = 0; at < lines.length;) {
    if (lines[at]?.is === 'same') {
      line++;
      at++;
      continue;
    }
    let end = at;
    while (end < lines.length && lines[end]?.is !== 'same') end++;
    const changed = lines.slice(at, end);
    hunks.push({
      line,
      before: joined(changed, 'removed'),
      after: joined(changed, 'added'),
      shown: [
        ...nextTo(lines.slice(Math.max(0, at - around), at)),
        ...changed,
        ...nextTo(lines.slice(end, end + around)),
      ].map(({ is, text }) => ({ is, text: text.replace(/\r?\n$/, '') })),
    });
    line += changed.filter(({ is }) => is === 'added').length;
    at = end;
  }
  return hunks;
}

function withEnds(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function joined(lines: readonly DiffLine[], is: DiffLine['is']): string {
  return lines.flatMap((line) => (line.is === is ? [line.text] : [])).join('');
}

/** Of another change next to this one nothing is shown twice. */
function nextTo(lines: readonly DiffLine[]): DiffLine[] {
  return lines.filter(({ is }) => is === 'same');
}
