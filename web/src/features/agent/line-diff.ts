export interface DiffLine {
  readonly is: 'same' | 'added' | 'removed' | 'skipped';
  readonly text: string;
}

/** Beyond so many pairs of lines what differs is told as a whole: removed, then added. */
const mostPairs = 1_000_000;
const around = 3;

/** What changed from one text to the other by lines, with a few of those around it. */
export function lineDiff(before: string, after: string): DiffLine[] {
  return shortened(wholeDiff(linesOf(before), linesOf(after)));
}

/** The same with every line. */
export function wholeDiff(old: readonly string[], now: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const middle = between(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return [...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))];
}

export function countOf(lines: readonly DiffLine[], is: DiffLine['is']): number {
  return lines.filter((line) => line.is === is).length;
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function same(lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ is: 'same', text }));
}

/** The longest common subsequence, from the end to the beginning. */
function between(old: readonly string[], now: readonly string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ is: 'removed', text });
  const added = (text: string): DiffLine => ({ is: 'added', text });
  if (old.length * now.length > mostPairs) return [...old.map(removed), ...now.map(added)];
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [was, is] = [old[i], now[j]];
    if (was !== undefined && was === is) {
      lines.push({ is: 'same', text: was });
      i++;
      j++;
    } else if (was !== undefined && (is === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(was));
      i++;
    } else {
      lines.push(added(is ?? ''));
      j++;
    }
  }
  return lines;
}

/** Long stretches without a change become one line that stands for them. */
function shortened(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  lines.forEach((line, index) => {
    if (line.is !== 'same') for (let other = index - around; other <= index + around; other++) near.add(other);
  });
  return lines.flatMap((line, index) => {
    if (near.has(index)) return line;
    return index === 0 || near.has(index - 1) ? { is: 'skipped', text: '' } : [];
  });
}
