/**
 * How well `query` fits `text`: its characters in order, better at the starts of words, in runs, and early. Undefined when it
 * doesn't fit at all; higher is better.
 */
export function rank(query: string, text: string): number | undefined {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return 0;
  const lower = text.toLowerCase();
  const whole = lower.indexOf(query.trim().toLowerCase());
  if (whole >= 0) return 1000 - whole + (startsWord(text, whole) ? 500 : 0) - text.length / 100;

  let score = 0;
  let from = 0;
  let previous = -2;
  for (const character of wanted) {
    const at = next(lower, text, character, from);
    if (at < 0) return undefined;
    score += at === previous + 1 ? 12 : startsWord(text, at) ? 10 : 1;
    score -= Math.min(5, at - from) / 5;
    previous = at;
    from = at + 1;
  }
  return score - text.length / 100;
}

/** The next occurrence, at the start of a word rather than inside one unless it goes on where the last ended. */
function next(lower: string, text: string, character: string, from: number): number {
  const first = lower.indexOf(character, from);
  if (first === from) return first;
  for (let at = first; at >= 0; at = lower.indexOf(character, at + 1)) if (startsWord(text, at)) return at;
  return first;
}

function startsWord(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charAt(at - 1);
  const here = text.charAt(at);
  return /[\s\-_/.:·]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(here));
}

/** Those that fit, best first; equal ones keep their order. */
export function ranked<T>(query: string, items: readonly T[], textOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, score: rank(query, textOf(item)) }))
    .filter((entry): entry is { item: T; score: number } => entry.score !== undefined)
    .sort((a, b) => b.score - a.score)
    .map((entry) => entry.item);
}
