import type { Section } from './guide';

export interface Hit {
  readonly section: Section;
  /** What stands around the first word that was found. */
  readonly excerpt: string;
}

const most = 30;
const around = 70;

/** The sections that have every word of a query: those first that have it in their heading. */
export function searchGuides(sections: readonly Section[], query: string): readonly Hit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = sections
    .map((section) => ({ section, weight: weightOf(section, words) }))
    .filter(({ weight }) => weight > 0);
  return found
    .sort((one, other) => other.weight - one.weight)
    .slice(0, most)
    .map(({ section }) => ({ section, excerpt: excerptOf(section.text, words[0] ?? '') }));
}

/** 0 for nothing. */
function weightOf({ title, text }: Section, words: readonly string[]): number {
  const [heading, below] = [title.toLowerCase(), text.toLowerCase()];
  let weight = 0;
  for (const word of words) {
    if (heading.includes(word)) weight += 10;
    else if (below.includes(word)) weight += 1;
    else return 0;
  }
  return weight;
}

function excerptOf(text: string, word: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(word));
  const start = at <= around ? 0 : text.indexOf(' ', at - around) + 1;
  const piece = text.slice(start, start + 2 * around + word.length);
  return `${start > 0 ? '…' : ''}${piece.trim()}${start + piece.length < text.length ? '…' : ''}`;
}
