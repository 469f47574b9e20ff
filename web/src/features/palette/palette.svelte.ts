import type { Command } from '$lib/command';
import { ranked } from '$lib/rank';
import type { Tone } from '$lib/session-state';

/** Something to go to, beside the commands. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly tone: Tone;
  /** How a person reads its state. */
  readonly word: string;
  run(): void;
}

export type Entry =
  { readonly kind: 'place'; readonly place: Place } | { readonly kind: 'command'; readonly command: Command };

/** Sessions and commands in one list, best fit first. */
export class Palette {
  readonly #places: () => readonly Place[];
  readonly #commands: () => readonly Command[];
  #query = $state('');
  #selected = $state(0);
  readonly #entries = $derived.by(() => ranked(this.#query, this.#all(), textOf));

  constructor(places: () => readonly Place[], commands: () => readonly Command[]) {
    this.#places = places;
    this.#commands = commands;
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

  /** What the chosen entry does; undefined when nothing fits. */
  choose(index = this.selected): (() => void) | undefined {
    const entry = this.#entries[index];
    if (!entry) return undefined;
    return entry.kind === 'place' ? () => entry.place.run() : () => entry.command.run();
  }

  #all(): Entry[] {
    return [
      ...this.#places().map((place): Entry => ({ kind: 'place', place })),
      ...this.#commands()
        .filter((command) => command.enabled?.() ?? true)
        .map((command): Entry => ({ kind: 'command', command })),
    ];
  }
}

function textOf(entry: Entry): string {
  return entry.kind === 'place'
    ? `${entry.place.title} ${entry.place.detail}`
    : `${entry.command.title} ${entry.command.group}`;
}
