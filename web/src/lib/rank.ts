export interface Fit {
  /** Higher is better. */
  readonly score: number;
  /** Where the characters are that fit. */
  readonly at: readonly number[];
}

/**
 * How well `query` fits `text`: its characters in order, better at the starts of words, in runs, and early. Undefined when it
 * doesn't fit at all.
 */
export function rank(query: string, text: string): Fit | undefined {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return { score: 0, at: [] };
  const lower = text.toLowerCase();
  // Some letters are longer in lower case: then where they are can't be told, and marks would be wrong.
  const told = lower.length === text.length;
  const phrase = query.trim().toLowerCase();
  const whole = lower.indexOf(phrase);
  if (whole >= 0) {
    const score = 1000 - whole + (startsWord(text, whole) ? 500 : 0) - text.length / 100;
    return { score, at: told ? Array.from(phrase, (_, index) => whole + index) : [] };
  }

  let score = 0;
  let from = 0;
  let previous = -2;
  const at: number[] = [];
  for (const character of wanted) {
    const found = next(lower, text, character, from);
    if (found < 0) return undefined;
    score += found === previous + 1 ? 12 : startsWord(text, found) ? 10 : 1;
    score -= Math.min(5, found - from) / 5;
    previous = found;
    from = found + character.length;
    at.push(found);
  }
  return { score: score - text.length / 100, at: told ? at : [] };
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

export interface Ranked<T> extends Fit {
  readonly item: T;
}

/** Those that fit, best first; equal ones keep their order. `more` is added to what an item scores. */
export function ranked<T>(
  query: string,
  items: readonly T[],
  textOf: (item: T) => string,
  more: (item: T) => number = () => 0,
): Ranked<T>[] {
  return items
    .flatMap((item) => {
      const fit = rank(query, textOf(item));
      return fit ? [{ item, score: fit.score + more(item), at: fit.at }] : [];
    })
    .sort((a, b) => b.score - a.score);
}

/** A text cut where what fits begins and ends. */
export function marked(text: string, at: readonly number[]): { readonly text: string; readonly fits: boolean }[] {
  const fitting = new Set(at);
  const parts: { text: string; fits: boolean }[] = [];
  for (const [index, character] of Array.from({ length: text.length }, (_, place) => text.charAt(place)).entries()) {
    const fits = fitting.has(index);
    const last = parts.at(-1);
    if (last?.fits === fits) last.text += character;
    else parts.push({ text: character, fits });
  }
  return parts;
}
