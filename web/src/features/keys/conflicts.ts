import { resolved, writeKeys } from '$lib/chord';
import { countsAt, type Binding } from '$lib/keymap';
import { parseWhen, type When } from '$lib/when';
import { mayBothHold } from './both-hold';
import { isOfTerminalOnly, type Keymap } from './keymap.svelte';

/** A binding as it is pressed in one of the places: in a terminal, or beside it. */
interface Pressed {
  readonly binding: Binding;
  readonly strokes: readonly string[];
}

/** Which bindings get in each other's way. Made anew with the bindings, so that a list of many asks only those of the same first press. */
export class Conflicts {
  readonly #keymap: Keymap;
  readonly #places: ReadonlyMap<string, readonly Pressed[]>[];
  readonly #whens = new Map<string, When>();
  readonly #meetings = new Map<string, boolean>();

  constructor(keymap: Keymap) {
    this.#keymap = keymap;
    this.#places = [true, false].map((terminal) => {
      const pressed = keymap.bindings.map((binding) => this.#pressed(binding, terminal));
      return Map.groupBy(
        pressed.filter((one) => one !== undefined),
        ({ strokes: [first = ''] }) => first,
      );
    });
  }

  /** The other commands that begin with the same presses and may be meant at the same moment. */
  of(binding: Binding): readonly string[] {
    const found = [true, false].flatMap((terminal, place) => {
      const own = this.#pressed(binding, terminal);
      const alike = own && this.#places[place]?.get(own.strokes[0] ?? '');
      return (alike ?? []).filter(
        (other) =>
          other.binding.command !== binding.command &&
          other.strokes.every((stroke, index) => stroke === (own?.strokes[index] ?? stroke)) &&
          this.#mayMeet(other.binding, binding),
      );
    });
    return [...new Set(found.map((other) => other.binding.command))];
  }

  /** Undefined where it doesn't count. */
  #pressed(binding: Binding, terminal: boolean): Pressed | undefined {
    const place = { mac: this.#keymap.mac, terminal, typing: false };
    if (!countsAt(binding, place) || (!terminal && isOfTerminalOnly(binding))) return undefined;
    return { binding, strokes: binding.strokes.map((stroke) => writeKeys([resolved(stroke, place)])) };
  }

  /** Of the same two conditions once: many bindings have the same. */
  #mayMeet(one: Binding, other: Binding): boolean {
    const [first, second] = [this.#wordsOf(one), this.#wordsOf(other)];
    const pair = `${first}\n${second}`;
    let meet = this.#meetings.get(pair);
    if (meet === undefined) {
      meet = mayBothHold(this.#whenOf(one, first), this.#whenOf(other, second), this.#keymap.known);
      this.#meetings.set(pair, meet);
    }
    return meet;
  }

  #wordsOf({ command, whenText = '' }: Binding): string {
    return `${whenText}\t${this.#keymap.commands.get(command)?.when ?? ''}`;
  }

  #whenOf(binding: Binding, words: string): When {
    const known = this.#whens.get(words);
    if (known) return known;
    const text = this.#keymap.commands.get(binding.command)?.when;
    const parsed = text === undefined ? undefined : parseWhen(text, this.#keymap.known);
    const when: When = {
      all: [binding.when, parsed && 'when' in parsed ? parsed.when : undefined].filter((part) => part !== undefined),
    };
    this.#whens.set(words, when);
    return when;
  }
}
