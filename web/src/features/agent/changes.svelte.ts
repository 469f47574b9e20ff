import { facts, id, line, list, type Facts } from './contract';

/** A file that a turn changed. */
export interface FileChange {
  readonly path: string;
  /** The names of what was there before, and after it; undefined for nothing. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Too large to be kept. */
  readonly large: boolean;
}

export type Review = 'kept' | 'back';

/** What a turn changed in the folder that the agent works in, and what people made of that. */
export class Changes {
  readonly files: readonly FileChange[];
  /** How many aren't listed. */
  readonly more: number;
  /** Only what was written through Dispatch is among them. */
  readonly incomplete: boolean;
  /** By path, and line where it was a part. */
  #reviews = $state.raw<Readonly<Record<string, Review>>>({});

  constructor(data: Facts) {
    this.files = list(data.files).map(fileChange);
    this.more = Number(data.more) || 0;
    this.incomplete = line(data.incomplete) !== '';
  }

  /** What was decided of a part of a file, or of all of it. */
  reviewOf(path: string, at?: number): Review | undefined {
    return this.#reviews[keyOf(path, at)] ?? this.#reviews[keyOf(path)] ?? this.#reviews[''];
  }

  reviewed(data: Facts): void {
    const path = data.path === undefined ? '' : line(data.path, 4096);
    const at = typeof data.line === 'number' ? data.line : undefined;
    this.#reviews = {
      ...this.#reviews,
      [path === '' ? '' : keyOf(path, at)]: data.accepted === true ? 'kept' : 'back',
    };
  }
}

function keyOf(path: string, at?: number): string {
  return at === undefined ? path : `${path}\n${at}`;
}

function fileChange(value: unknown): FileChange {
  const { path, before, after, large } = facts(value);
  const named = (hash: unknown) => (hash === undefined || hash === null ? undefined : id(hash));
  return { path: line(path, 4096), before: named(before), after: named(after), large: large === true };
}
