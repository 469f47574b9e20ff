import { ranked } from '$lib/rank';
import type { Tone } from '$lib/session-state';
import type { Recents } from './recents';

/** Something to go to, or to do. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly state?: { readonly tone: Tone; /** How a person reads it. */ readonly word: string };
  /** Its keys as they are now. */
  readonly keys?: string;
  /** What is there already: nobody goes back to it. */
  readonly current?: boolean;
  /** Where what was typed stands in the title and in the detail, of what was found elsewhere. */
  readonly marks?: { readonly title: readonly number[]; readonly detail: readonly number[] };
  run(): void;
}

/** Where places come from. To find files, add one: all that is typed is looked for in each. */
export interface Source {
  readonly id: string;
  /** Typed first, it leaves this source alone. */
  readonly prefix: string;
  readonly title: string;
  /** @param query what is looked for; @param only when nothing else is */
  places(query: string, only: boolean): readonly Place[];
  /** What it gives fits already, the best first. */
  readonly ranked?: boolean;
}

export interface Entry {
  readonly place: Place;
  /** Where what was typed stands in the title, and in the detail. */
  readonly inTitle: readonly number[];
  readonly inDetail: readonly number[];
  /** Begins those that were chosen before. */
  readonly firstRecent?: boolean;
  /** What the query becomes when it is chosen. */
  readonly narrows?: string;
}

const help = '?';

/** All there is in one list: what was chosen last first, then the best fit. */
export class Palette {
  readonly #sources: () => readonly Source[];
  readonly #recents: Recents;
  #query = $state('');
  #selected = $state(0);
  readonly #entries = $derived.by(() => this.#find());

  /** @param begin what is typed already */
  constructor(sources: () => readonly Source[], recents: Recents, begin = '') {
    this.#sources = sources;
    this.#query = begin;
    this.#recents = recents;
  }

  get query(): string {
    return this.#query;
  }

  set query(query: string) {
    this.#query = query;
    this.#selected = 0;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get selected(): number {
    return Math.min(this.#selected, Math.max(0, this.#entries.length - 1));
  }

  move(step: number): void {
    const { length } = this.#entries;
    if (length > 0) this.#selected = (this.selected + step + length) % length;
  }

  select(index: number): void {
    this.#selected = index;
  }

  /** What the chosen entry does; undefined when nothing fits, and when it only says where to look. */
  choose(index = this.selected): (() => void) | undefined {
    const entry = this.#entries[index];
    if (!entry) return undefined;
    if (entry.narrows !== undefined) {
      this.query = entry.narrows;
      return undefined;
    }
    this.#recents.add(entry.place.id);
    return () => entry.place.run();
  }

  #find(): readonly Entry[] {
    const sources = this.#sources();
    if (this.#query.startsWith(help)) return sources.map(narrowing);
    const only = sources.find(({ prefix }) => this.#query.startsWith(prefix));
    const query = only ? this.#query.slice(only.prefix.length) : this.#query;
    if (only?.ranked) return only.places(query, true).map(found);
    const places = (only ? [only] : sources).flatMap((source) => source.places(query, false));
    return query.trim() === '' ? this.#byRecency(places) : this.#byFit(query, places);
  }

  #byRecency(places: readonly Place[]): Entry[] {
    const byId = new Map(places.map((place) => [place.id, place]));
    const recent = this.#recents.all
      .map((id) => byId.get(id))
      .filter((place): place is Place => place !== undefined && !place.current);
    const others = places.filter((place) => !recent.includes(place));
    return [...recent, ...others].map((place, index) => ({
      place,
      inTitle: [],
      inDetail: [],
      firstRecent: index === 0 && recent.length > 0,
    }));
  }

  #byFit(query: string, places: readonly Place[]): Entry[] {
    const recency = new Map(this.#recents.all.map((id, index) => [id, 3 / (index + 1)]));
    const textOf = ({ title, detail }: Place) => `${title} ${detail}`;
    return ranked(query, places, textOf, ({ id }) => recency.get(id) ?? 0).map(({ item, at }) => ({
      place: item,
      inTitle: at.filter((index) => index < item.title.length),
      inDetail: at.map((index) => index - item.title.length - 1).filter((index) => index >= 0),
    }));
  }
}

function found(place: Place): Entry {
  return { place, inTitle: place.marks?.title ?? [], inDetail: place.marks?.detail ?? [] };
}

function narrowing({ id, prefix, title }: Source): Entry {
  const place = { id: `only-${id}`, title, detail: '', keys: prefix, run: () => undefined };
  return { place, inTitle: [], inDetail: [], narrows: prefix };
}
