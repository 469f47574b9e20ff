import type { SessionRef } from '$api/client';
import type { SessionInfo } from '$api/types';
import type { ScreenJson } from '$lib/screen-json';
import type { Shelf } from './shelf';

/** What is kept of a session: enough to name it and to say how it was. */
export type KeptSession = Pick<
  SessionInfo,
  'workspace' | 'id' | 'name' | 'state' | 'exitCode' | 'signal' | 'reason' | 'createdAt'
>;

export interface KeptScreen {
  /** Milliseconds since 1970 when it looked so. */
  readonly at: number;
  readonly screen: ScreenJson;
}

export interface Kept {
  /** When the list was as it is here. */
  readonly at: number;
  readonly sessions: readonly KeptSession[];
  /** By workspace and id. */
  readonly screens: Readonly<Record<string, KeptScreen>>;
}

export const limits = { sessions: 200, screens: 24, characters: 1_000_000 };

/** What is kept under one name: the list, and of each screen when it looked so and how long its text is. The screens lie beside it. */
interface Index {
  readonly at: number;
  readonly sessions: readonly KeptSession[];
  readonly screens: Readonly<Record<string, Entry>>;
}

interface Entry {
  readonly at: number;
  readonly characters: number;
}

/** What was seen last, for when there is no network: never more than the limits, the newest first. Storage that is full or forbidden keeps nothing. */
export class LastScreens {
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** Writes the list and the screens that are given; what was kept of the others stays as it lies. */
  async keep(
    at: number,
    sessions: readonly SessionInfo[],
    screens: readonly (readonly [SessionRef, ScreenJson])[],
  ): Promise<void> {
    const before = (await this.#index())?.screens ?? {};
    const there = sessions.slice(0, limits.sessions);
    const seen = new Map(screens.map(([session, screen]) => [keyOf(session), onlyScreen(screen)]));
    const all = { ...before };
    for (const [key, screen] of seen) all[key] = { at, characters: JSON.stringify(screen).length };
    const kept = bounded(all, new Set(there.map(keyOf)));
    const index: Index = { at, sessions: there.map(namesOf), screens: kept };
    const changed = new Map<string, unknown>([[list, index]]);
    for (const key of new Set([...Object.keys(before), ...seen.keys()]))
      if (!(key in kept)) changed.set(nameOf(key), undefined);
      else if (seen.has(key)) changed.set(nameOf(key), seen.get(key));
    await this.#shelf.write(changed).catch(() => undefined);
  }

  /** Undefined when nothing was kept, or nothing that this page understands. */
  async read(): Promise<Kept | undefined> {
    const index = await this.#index();
    if (!index) return undefined;
    const entries = Object.entries(index.screens);
    const found = await this.#shelf.read(entries.map(([key]) => nameOf(key))).catch(() => []);
    const screens = entries.map(([key, { at }], number) => [key, { at, screen: found[number] as ScreenJson }] as const);
    return { ...index, screens: Object.fromEntries(screens.filter(([, { screen }]) => screen !== undefined)) };
  }

  async #index(): Promise<Index | undefined> {
    const [found] = await this.#shelf.read([list]).catch(() => []);
    const index = found as Partial<Index> | null | undefined;
    if (typeof index?.at !== 'number' || !Array.isArray(index.sessions)) return undefined;
    if (typeof index.screens !== 'object' || index.screens === null) return undefined;
    // An earlier page kept the screens in the list itself.
    const screens = Object.entries(index.screens).filter(([, { characters }]) => typeof characters === 'number');
    return { at: index.at, sessions: index.sessions as KeptSession[], screens: Object.fromEntries(screens) };
  }
}

const list = 'last';

function nameOf(key: string): string {
  return `screen ${key}`;
}

export function keyOf({ workspace, id }: SessionRef): string {
  return `${workspace}/${id}`;
}

function namesOf({ workspace, id, name, state, exitCode, signal, reason, createdAt }: SessionInfo): KeptSession {
  return { workspace, id, name, state, exitCode, signal, reason, createdAt };
}

function onlyScreen({ cols, rows, cursor, colors, lines }: ScreenJson): ScreenJson {
  return { cols, rows, cursor, colors, lines: lines.filter(({ index }) => index >= 0) };
}

/** The newest, as many as fit; of sessions that are gone none. */
function bounded(all: Readonly<Record<string, Entry>>, there: ReadonlySet<string>): Record<string, Entry> {
  const newest = Object.entries(all)
    .filter(([key]) => there.has(key))
    .sort(([, a], [, b]) => b.at - a.at);
  const kept: Record<string, Entry> = {};
  let left = limits.characters;
  for (const [key, entry] of newest.slice(0, limits.screens)) {
    left -= entry.characters;
    if (left < 0) break;
    kept[key] = entry;
  }
  return kept;
}
