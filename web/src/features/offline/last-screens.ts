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

/** What was seen last, for when there is no network: never more than the limits, the newest first. Storage that is full or forbidden keeps nothing. */
export class LastScreens {
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  async keep(
    at: number,
    sessions: readonly SessionInfo[],
    screens: readonly (readonly [SessionRef, ScreenJson])[],
  ): Promise<void> {
    const before = (await this.read())?.screens ?? {};
    const there = sessions.slice(0, limits.sessions);
    const all: Record<string, KeptScreen> = { ...before };
    for (const [session, screen] of screens) all[keyOf(session)] = { at, screen: onlyScreen(screen) };
    const kept: Kept = { at, sessions: there.map(namesOf), screens: bounded(all, new Set(there.map(keyOf))) };
    await this.#shelf.write('last', kept).catch(() => undefined);
  }

  /** Undefined when nothing was kept, or nothing that this page understands. */
  async read(): Promise<Kept | undefined> {
    const kept = (await this.#shelf.read('last').catch(() => undefined)) as Partial<Kept> | undefined;
    if (typeof kept?.at !== 'number' || !Array.isArray(kept.sessions) || typeof kept.screens !== 'object')
      return undefined;
    return kept as Kept;
  }
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
function bounded(all: Readonly<Record<string, KeptScreen>>, there: ReadonlySet<string>): Record<string, KeptScreen> {
  const newest = Object.entries(all)
    .filter(([key]) => there.has(key))
    .sort(([, a], [, b]) => b.at - a.at);
  const kept: Record<string, KeptScreen> = {};
  let left = limits.characters;
  for (const [key, screen] of newest.slice(0, limits.screens)) {
    left -= JSON.stringify(screen).length;
    if (left < 0) break;
    kept[key] = screen;
  }
  return kept;
}
