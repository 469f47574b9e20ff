import { wordsOf } from '$lib/key-problems';
import { matches, parseKeys, writeKeys, type KeyPress, type Stroke } from '$lib/chord';
import { groupTitle, type Command } from '$lib/command';
import { bind, type Binding, type Rule } from '$lib/keymap';
import { m } from '$lib/messages';
import { rank } from '$lib/rank';
import { isOfBrowser, terminalUse } from '$lib/terminal-keys';
import { keysIn } from '$lib/when';
import { Conflicts } from './conflicts';
import { isOfTerminalOnly, type Keymap } from './keymap.svelte';

/** Where the rules of a person are kept. */
export interface Rules {
  get(): readonly Rule[];
  set(rules: readonly Rule[]): void;
}

/** A command with one of its keys, or with none. */
export interface Row {
  readonly id: string;
  readonly command: string;
  readonly title: string;
  readonly group: string;
  readonly binding?: Binding;
  readonly keys?: string;
  readonly when: string;
  /** Commands that the same keys belong to. */
  readonly conflicts: readonly string[];
  /** Whether a person changed anything about the command. */
  readonly changed: boolean;
}

/** Which key does what, to be looked through and changed. */
export class KeyEditor {
  query = $state('');
  /** Looks for what these keys do. */
  pressed = $state.raw<readonly KeyPress[]>([]);
  readonly #keymap: Keymap;
  readonly #rules: Rules;
  readonly #conflicts = $derived.by(() => new Conflicts(this.#keymap));
  readonly #rows = $derived.by(() => [...this.#keymap.commands.values()].flatMap((command) => this.#rowsOf(command)));

  constructor(keymap: Keymap, rules: Rules) {
    this.#keymap = keymap;
    this.#rules = rules;
  }

  get rows(): readonly Row[] {
    return this.#rows.filter((row) => this.#isFound(row));
  }

  get changed(): boolean {
    return this.#rules.get().length > 0;
  }

  get rules(): readonly Rule[] {
    return this.#rules.get();
  }

  /** Rules of commands that this page hasn't. */
  get unknown(): readonly Rule[] {
    return this.#rules.get().filter(({ command }) => !this.#keymap.commands.has(bare(command)));
  }

  /** Gives a command a key, in the place of another one of it. */
  set(row: Row, key: string, when: string): void {
    const strokes = parseKeys(key);
    if (!strokes) return;
    const rule = { command: row.command, key: writeKeys(strokes), ...(when.trim() && { when: when.trim() }) };
    this.#rules.set([...this.#without(row), rule]);
  }

  remove(row: Row): void {
    this.#rules.set(this.#without(row));
  }

  reset(command: string): void {
    this.#rules.set(this.#rules.get().filter((rule) => bare(rule.command) !== command));
  }

  resetAll(): void {
    this.#rules.set([]);
  }

  drop(rule: Rule): void {
    this.#rules.set(this.#rules.get().filter((other) => other !== rule));
  }

  /** Takes rules over those that there are; what says the same is there once. False when they would be more than are kept. */
  add(rules: readonly Rule[]): boolean {
    const written = new Set(rules.map((rule) => JSON.stringify(rule)));
    const all = [...this.#rules.get().filter((rule) => !written.has(JSON.stringify(rule))), ...rules];
    if (all.length > mostRules) return false;
    this.#rules.set(all);
    return true;
  }

  /** What keeps a key from being taken; undefined when nothing does. */
  problem(key: string, when: string): string | undefined {
    if (!key.trim()) return m.keys_none_yet();
    const bound = bind({ command: '', key, when }, this.#keymap.known, true);
    return 'problem' in bound ? wordsOf(bound.problem) : undefined;
  }

  /** What to think about before a command gets a key. */
  warnings(row: Row, key: string, when: string): readonly string[] {
    const bound = bind({ command: row.command, key, when }, this.#keymap.known, true);
    if ('problem' in bound) return [];
    const { mac } = this.#keymap;
    const [first] = bound.strokes;
    const use = first && terminalUse(first, mac);
    const all = [];
    if (use)
      all.push(
        bound.when && keysIn(bound.when).has('terminalFocus')
          ? `${use} ${m.keys_use_taken()}`
          : `${use} ${m.keys_use_left()}`,
      );
    if (first && isOfBrowser(first, mac)) all.push(m.keys_of_browser({ keys: this.#keymap.format([first]) }));
    const others = this.#conflictsOf(bound);
    if (others.length > 0) all.push(m.keys_conflict({ others: others.join(', ') }));
    return all;
  }

  #rowsOf(command: Command): Row[] {
    const { id } = command;
    const changed = this.#rules.get().some((rule) => bare(rule.command) === id);
    const common = { command: id, title: command.title(), group: groupTitle(command.group), changed };
    const bindings = this.#keymap.of(id);
    if (bindings.length === 0) return [{ ...common, id, when: command.when ?? '', conflicts: [] }];
    return bindings.map((binding, index) => ({
      ...common,
      id: `${id} ${index}`,
      binding,
      keys: this.#keymap.format(binding.strokes, isOfTerminalOnly(binding)),
      when: [binding.whenText, command.when].filter(Boolean).join(' && '),
      conflicts: this.#conflictsOf(binding),
    }));
  }

  #isFound({ title, group, keys = '', binding }: Row): boolean {
    if (this.pressed.length > 0) {
      const { mac } = this.#keymap;
      const meant = ({ strokes }: Binding) =>
        this.pressed.every((press, index) => {
          const stroke = strokes[index];
          return stroke && [true, false].some((terminal) => matches(stroke, press, { mac, terminal }));
        });
      return binding !== undefined && meant(binding);
    }
    const query = this.query.trim();
    return rank(query, `${title} ${group}`) !== undefined || keys.toLowerCase().includes(query.toLowerCase());
  }

  #conflictsOf(binding: Binding): string[] {
    const titles = this.#conflicts.of(binding).map((command) => this.#keymap.commands.get(command)?.title());
    return titles.filter((title) => title !== undefined);
  }

  /** The rules, so that a row's key isn't one any more. */
  #without({ command, binding }: Row): readonly Rule[] {
    const rules = this.#rules.get();
    if (!binding) return rules;
    const key = writeKeys(binding.strokes);
    const when = binding.whenText;
    if (!binding.own) return [...rules, { command: `-${command}`, key, ...(when && { when }) }];
    return rules.filter(
      (rule) => !(rule.command === command && written(rule.key) === key && (rule.when?.trim() || undefined) === when),
    );
  }
}

/** What the settings keep. */
export const mostRules = 500;

function bare(command: string): string {
  return command.replace(/^-/, '');
}

function written(key: string): string {
  const strokes: readonly Stroke[] | undefined = parseKeys(key);
  return strokes ? writeKeys(strokes) : key;
}
