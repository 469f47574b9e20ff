import type { Replaced, ReplaceInFiles, SearchDone, SearchFiles, SearchLine, SearchMatch } from '$api/types';
import { messageOf } from '$api/problem';

export interface SearchGateway {
  search(search: SearchFiles, signal: AbortSignal): AsyncGenerator<readonly SearchLine[]>;
  replace(what: ReplaceInFiles): Promise<Replaced>;
}

export interface FoundIn {
  readonly path: string;
  readonly matches: readonly SearchMatch[];
}

/** So many lines are shown; a search that finds more says so. */
const most = 2000;

/** What is looked for in all files, and what was found so far. */
export class Search {
  readonly #gateway: SearchGateway;
  query = $state('');
  replacement = $state('');
  regex = $state(false);
  caseSensitive = $state(false);
  word = $state(false);
  include = $state('');
  exclude = $state('');
  ignored = $state(false);
  replacing = $state(false);
  #files = $state.raw<readonly FoundIn[]>([]);
  #closed = $state.raw<ReadonlySet<string>>(new Set());
  #running = $state(false);
  #done = $state.raw<SearchDone>();
  #problem = $state<string>();
  #replaced = $state.raw<Replaced>();
  /** What the results are of. */
  #searched: SearchFiles | undefined;
  #abort: AbortController | undefined;

  constructor(gateway: SearchGateway) {
    this.#gateway = gateway;
  }

  get files(): readonly FoundIn[] {
    return this.#files;
  }

  get running(): boolean {
    return this.#running;
  }

  get done(): SearchDone | undefined {
    return this.#done;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get replaced(): Replaced | undefined {
    return this.#replaced;
  }

  get count(): number {
    return this.#files.reduce(
      (sum, { matches }) => sum + matches.reduce((all, { ranges }) => all + ranges.length, 0),
      0,
    );
  }

  isClosed(path: string): boolean {
    return this.#closed.has(path);
  }

  toggle(path: string): void {
    const closed = new Set(this.#closed);
    if (!closed.delete(path)) closed.add(path);
    this.#closed = closed;
  }

  async run(): Promise<void> {
    this.cancel();
    this.#files = [];
    this.#closed = new Set();
    this.#done = this.#problem = this.#replaced = undefined;
    if (this.query === '') return;
    const searched = this.#asked;
    const abort = new AbortController();
    this.#searched = searched;
    this.#abort = abort;
    this.#running = true;
    const found = new Map<string, SearchMatch[]>();
    try {
      for await (const lines of this.#gateway.search(searched, abort.signal)) {
        if (this.#abort !== abort) return;
        for (const line of lines) {
          if (line.type === 'done') this.#done = line;
          else if (line.type === 'match') found.set(line.path, [...(found.get(line.path) ?? []), line]);
        }
        this.#files = [...found].map(([path, matches]) => ({ path, matches }));
      }
    } catch (error) {
      if (this.#abort === abort && !abort.signal.aborted) this.#problem = messageOf(error);
    } finally {
      if (this.#abort === abort) this.#running = false;
    }
  }

  /** What was found so far stays. */
  cancel(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#running = false;
  }

  /** In one file, or in all that were found. */
  async replace(path?: string): Promise<void> {
    const searched = this.#searched;
    if (!searched || this.#running) return;
    const files = this.#files.filter((file) => path === undefined || file.path === path);
    this.#problem = undefined;
    try {
      const replaced = await this.#gateway.replace({
        ...searched,
        replacement: this.replacement,
        // What has changed since is not what was looked at.
        files: files.map(({ path, matches }) => ({ path, revision: matches[0]?.revision })),
      });
      this.#replaced = replaced;
      const changed = new Set(replaced.changed.map((file) => file.path));
      this.#files = this.#files.filter((file) => !changed.has(file.path));
    } catch (error) {
      this.#problem = messageOf(error);
    }
  }

  /** A line as it is now and as it would be: what is between two matches stays. */
  preview(match: SearchMatch): readonly { readonly text: string; readonly is: 'same' | 'old' | 'new' }[] {
    const parts: { text: string; is: 'same' | 'old' | 'new' }[] = [];
    let at = 0;
    for (const [from = 0, to = 0] of match.ranges) {
      const old = match.text.slice(from, to);
      parts.push({ text: match.text.slice(at, from), is: 'same' }, { text: old, is: 'old' });
      if (this.replacing) parts.push({ text: this.#replacementOf(old), is: 'new' });
      at = to;
    }
    parts.push({ text: match.text.slice(at), is: 'same' });
    return parts.filter(({ text }) => text !== '');
  }

  #replacementOf(old: string): string {
    if (!this.#searched?.regex) return this.replacement;
    try {
      const { query, caseSensitive } = this.#searched;
      return old.replace(new RegExp(query, caseSensitive ? 'u' : 'iu'), this.replacement);
    } catch {
      // One that only the other side understands.
      return this.replacement;
    }
  }

  get #asked(): SearchFiles {
    return {
      query: this.query,
      regex: this.regex,
      caseSensitive: this.caseSensitive,
      word: this.word,
      include: globs(this.include),
      exclude: globs(this.exclude),
      ignored: this.ignored,
      limit: most,
    };
  }
}

function globs(text: string): string[] {
  return text
    .split(',')
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');
}
