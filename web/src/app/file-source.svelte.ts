import type { FoundFile } from '$api/types';
import { m } from '$lib/messages';
import type { Place, Source } from '../features/palette/palette.svelte';
import type { FilePlace } from './files-core';
import type { Files } from './files.svelte';

/** So many are shown among other things, and alone. */
const [some, many] = [12, 60];

/** Files, as the runner finds them: what is known is shown until the answer is there. */
export function fileSource(files: Files, open: (path: string, place?: FilePlace) => void): Source {
  const finder = new Finder(files);
  return {
    id: 'files',
    prefix: '/',
    title: m.palette_files(),
    ranked: true,
    places: (query, only) => {
      const { name, place } = asked(query.trim());
      return (name === '' && !only ? [] : finder.find(name, only ? many : some)).map((found) => placeOf(found, place));
    },
  };

  function placeOf({ path, ranges }: FoundFile, place?: FilePlace): Place {
    const start = path.lastIndexOf('/') + 1;
    const at = ranges.flatMap(([from = 0, to = 0]) => Array.from({ length: to - from }, (_, index) => from + index));
    return {
      id: `file:${path}`,
      title: path.slice(start),
      detail: path.slice(0, Math.max(0, start - 1)),
      marks: {
        title: at.filter((index) => index >= start).map((index) => index - start),
        detail: at.filter((index) => index < start - 1),
      },
      run: () => open(path, place),
    };
  }
}

/** A name, and a line and a column behind it: `a.cs:12:3`. */
function asked(query: string): { readonly name: string; readonly place?: FilePlace } {
  const {
    name = '',
    line,
    column,
  } = /^(?<name>.*?)(?::(?<line>\d+)(?::(?<column>\d+))?)?:?$/.exec(query)?.groups ?? {};
  if (line === undefined) return { name };
  return { name, place: { line: Number(line), ...(column !== undefined && { column: Number(column) }) } };
}

class Finder {
  readonly #files: Files;
  #found = $state.raw<readonly FoundFile[]>([]);
  #asked = '';
  #abort: AbortController | undefined;

  constructor(files: Files) {
    this.#files = files;
  }

  find(query: string, limit: number): readonly FoundFile[] {
    const asked = `${limit} ${query}`;
    if (asked !== this.#asked) {
      this.#asked = asked;
      // Nothing may change while what is shown is being worked out.
      queueMicrotask(() => void this.#ask(query, limit, asked));
    }
    return this.#found;
  }

  async #ask(query: string, limit: number, asked: string): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const { client, documents } = await this.#files.load();
      const recent = query === '' ? documents.recent.map((path) => ({ path, ranges: [] })) : [];
      const { files } = await client.find(query, limit, abort.signal);
      const known = new Set(recent.map(({ path }) => path));
      if (asked === this.#asked) this.#found = [...recent, ...files.filter(({ path }) => !known.has(path))];
    } catch {
      // The other sources go on; the next letter asks again.
      if (asked === this.#asked) this.#found = [];
    }
  }
}
