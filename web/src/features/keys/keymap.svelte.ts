import type { Clock } from '$lib/clock';
import { formatKeys, strokeOf, type KeyPress, type Stroke } from '$lib/chord';
import type { Command } from '$lib/command';
import { bind, find, layered, readRules, type Binding, type Fault, type Focus, type Rule } from '$lib/keymap';
import type { Store } from '$lib/storage';
import { holds, keysIn, parseWhen, type Known, type Look, type When } from '$lib/when';

export interface KeymapOptions {
  readonly commands: () => readonly Command[];
  /** Those of a person. */
  readonly rules: () => readonly Rule[];
  readonly known: Known;
  readonly look: (focus: Pick<Focus, 'terminal' | 'typing'>) => Look;
  readonly mac: boolean;
  readonly clock: Clock;
  /** Holds the last rules without a fault. */
  readonly store: Store;
}

/** How long a second press is waited for. */
const patience = 5000;

/** Which key does what. */
export class Keymap {
  readonly #options: KeymapOptions;
  readonly mac: boolean;
  readonly known: Known;
  #good: readonly Rule[];
  #pressed = $state.raw<readonly KeyPress[]>([]);
  #missed = $state<string>();
  #callOff: (() => void) | undefined;
  readonly #whens = new Map<string, When>();
  readonly #commands = $derived.by(() => new Map(this.#options.commands().map((command) => [command.id, command])));
  readonly #read = $derived.by(() => readRules(this.#options.rules(), this.#options.known));
  readonly #defaults = $derived.by(() => this.#options.commands().flatMap((command) => this.#defaultOf(command)));
  readonly #bindings = $derived.by(() => layered(this.#defaults, this.#own));

  constructor(options: KeymapOptions) {
    this.#options = options;
    this.mac = options.mac;
    this.known = options.known;
    const kept = options.store.read('keymap');
    this.#good = Array.isArray(kept) ? kept.filter(isRule) : [];
  }

  get bindings(): readonly Binding[] {
    return this.#bindings;
  }

  get defaults(): readonly Binding[] {
    return this.#defaults;
  }

  /** What is wrong with the rules of a person. While anything is, the ones before hold. */
  get faults(): readonly Fault[] {
    return this.#read.faults;
  }

  get commands(): ReadonlyMap<string, Command> {
    return this.#commands;
  }

  /** The first of two presses, while the second is waited for; or what nothing belongs to. */
  get waiting(): string | undefined {
    return this.#pressed.length > 0 ? this.#name(this.#pressed) : undefined;
  }

  get missed(): string | undefined {
    return this.#missed;
  }

  /** Keeps the rules as long as nothing is wrong with them. */
  keep(): void {
    const rules = this.#options.rules();
    if (this.faults.length > 0) return;
    this.#good = rules;
    this.#options.store.write('keymap', rules);
  }

  /** Of a command, what counts most first. */
  of(command: string): readonly Binding[] {
    return this.#bindings.filter((binding) => binding.command === command).toReversed();
  }

  /** How a command's key is called on this keyboard; undefined when it has none. */
  hint(command: string, terminal = false): string | undefined {
    const [binding] = this.of(command);
    return binding && this.format(binding.strokes, terminal || isOfTerminalOnly(binding));
  }

  format(strokes: readonly Stroke[], terminal = false): string {
    return formatKeys(strokes, { mac: this.mac, terminal });
  }

  /** Whether a command makes sense now. */
  can(command: Command, focus = { terminal: false, typing: false }): boolean {
    if (command.when !== undefined && !holds(this.#when(command.when), this.#options.look(focus))) return false;
    return command.enabled?.() ?? true;
  }

  /** Runs the command that a press belongs to. True when the page took it. */
  press(event: KeyboardEvent, at: Pick<Focus, 'terminal' | 'typing'>): boolean {
    if (event.type !== 'keydown' || event.isComposing) return false;
    if (!strokeOf(event)) return false;
    const before = this.#pressed;
    const focus = { ...at, mac: this.mac };
    const found = find(this.#bindings, before, event, focus, this.#options.look(at), (id) => {
      const command = this.#commands.get(id);
      return command !== undefined && this.can(command, at);
    });
    this.#wait([]);
    if (found === 'goes-on') this.#wait([...before, event]);
    else if (!found && before.length === 0) return false;
    else if (!found && event.key !== 'Escape') this.#missed = this.#name([...before, event]);
    // On a Mac the browser copies by itself, and knows better.
    if (typeof found === 'object' && found.command === 'copy' && this.mac && !found.binding.own) return true;
    event.preventDefault();
    event.stopPropagation();
    if (typeof found === 'object') this.#commands.get(found.command)?.run();
    return true;
  }

  get #own(): readonly Binding[] {
    const { bindings, faults } = this.#read;
    return faults.length === 0 ? bindings : readRules(this.#good, this.#options.known).bindings;
  }

  #name(presses: readonly KeyPress[]): string {
    return this.format(presses.map(strokeOf).filter((stroke) => stroke !== undefined));
  }

  #wait(pressed: readonly KeyPress[]): void {
    this.#callOff?.();
    this.#missed = undefined;
    this.#pressed = pressed;
    if (pressed.length > 0) this.#callOff = this.#options.clock.after(patience, () => (this.#pressed = []));
  }

  #defaultOf({ id, key, keyWhen }: Command): Binding[] {
    if (key === undefined) return [];
    const binding = bind({ command: id, key, when: keyWhen }, this.#options.known, false);
    if ('problem' in binding) throw new Error(`${id}: ${binding.problem.what}`);
    return [binding];
  }

  #when(text: string): When {
    const known = this.#whens.get(text);
    if (known) return known;
    const parsed = parseWhen(text, this.#options.known);
    if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem.what}`);
    this.#whens.set(text, parsed.when);
    return parsed.when;
  }
}

/** Its key counts in a terminal alone, where `mod` is more than Control. */
export function isOfTerminalOnly({ when }: Binding): boolean {
  return when !== undefined && keysIn(when).has('terminalFocus') && !holds(when, (key) => key !== 'terminalFocus');
}

function isRule(value: unknown): value is Rule {
  const { command, key, when } = (value ?? {}) as Partial<Rule>;
  return typeof command === 'string' && typeof key === 'string' && (when === undefined || typeof when === 'string');
}
