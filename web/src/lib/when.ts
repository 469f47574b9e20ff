/** What a key of the context can be: true or false, or one of these words. */
export type Known = Readonly<Record<string, true | readonly string[]>>;

export type Look = (key: string) => boolean | string;

/** While something holds: `terminalFocus && !phone`, `view == settings`. Parsed once. */
export type When =
  | { readonly key: string }
  | { readonly key: string; readonly equals: string }
  | { readonly not: When }
  | { readonly all: readonly When[] }
  | { readonly any: readonly When[] };

/** What the settings allow; deeper nesting doesn't fit in. */
export const longestWhen = 400;

/** What is wrong with a key or a when-clause; `key-problems.ts` has the words, which few pages ever need. */
export type KeyProblem =
  | { readonly what: 'no-key' | 'unexpected' | 'unknown' | 'boolean'; readonly text: string }
  | { readonly what: 'choice'; readonly text: string; readonly options: readonly string[] }
  | { readonly what: 'too-long' | 'unclosed' | 'ends' };

class Broken extends Error {
  readonly problem: KeyProblem;

  constructor(problem: KeyProblem) {
    super(problem.what);
    this.problem = problem;
  }
}

export function parseWhen(text: string, known: Known): { readonly when: When } | { readonly problem: KeyProblem } {
  try {
    if (text.length > longestWhen) throw new Broken({ what: 'too-long' });
    return { when: new Parser(text, known).whole() };
  } catch (error) {
    if (error instanceof Broken) return { problem: error.problem };
    throw error;
  }
}

export function holds(when: When, look: Look): boolean {
  if ('not' in when) return !holds(when.not, look);
  if ('all' in when) return when.all.every((part) => holds(part, look));
  if ('any' in when) return when.any.some((part) => holds(part, look));
  const value = look(when.key);
  return 'equals' in when ? value === when.equals : value === true;
}

/** The keys that it looks at. */
export function keysIn(when: When): Set<string> {
  if ('not' in when) return keysIn(when.not);
  if ('key' in when) return new Set([when.key]);
  return new Set(('all' in when ? when.all : when.any).flatMap((part) => [...keysIn(part)]));
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #known: Known;
  #at = 0;

  constructor(text: string, known: Known) {
    this.#tokens = text.match(/\|\||&&|==|!=|[!()]|'[^']*'|[\w.:-]+|\S/g) ?? [];
    this.#known = known;
  }

  whole(): When {
    const when = this.#any();
    if (this.#next !== undefined) throw new Broken({ what: 'unexpected', text: this.#next });
    return when;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(token: string): boolean {
    if (this.#next !== token) return false;
    this.#at++;
    return true;
  }

  #any(): When {
    const parts = [this.#all()];
    while (this.#take('||')) parts.push(this.#all());
    return parts.length > 1 ? { any: parts } : (parts[0] as When);
  }

  #all(): When {
    const parts = [this.#one()];
    while (this.#take('&&')) parts.push(this.#one());
    return parts.length > 1 ? { all: parts } : (parts[0] as When);
  }

  #one(): When {
    if (this.#take('!')) return { not: this.#one() };
    if (this.#take('(')) {
      const inner = this.#any();
      if (!this.#take(')')) throw new Broken({ what: 'unclosed' });
      return inner;
    }
    return this.#look();
  }

  #look(): When {
    const key = this.#word();
    const kind = Object.hasOwn(this.#known, key) ? this.#known[key] : undefined;
    if (kind === undefined) throw new Broken({ what: 'unknown', text: key });
    const differs = this.#next === '!=';
    if (!differs && this.#next !== '==') {
      if (kind === true) return { key };
      throw new Broken({ what: 'choice', text: key, options: kind });
    }
    this.#at++;
    const equals = this.#word();
    if (kind === true) throw new Broken({ what: 'boolean', text: key });
    if (!kind.includes(equals)) throw new Broken({ what: 'choice', text: key, options: kind });
    return differs ? { not: { key, equals } } : { key, equals };
  }

  #word(): string {
    const word = this.#next;
    if (word === undefined) throw new Broken({ what: 'ends' });
    if (!/^[\w.:'-]/.test(word)) throw new Broken({ what: 'unexpected', text: word });
    this.#at++;
    return word.startsWith("'") ? word.slice(1, -1) : word;
  }
}
