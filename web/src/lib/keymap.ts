import { isOfTerminal, matches, parseKeys, writeKeys, type Keyboard, type KeyPress, type Stroke } from './chord';
import { holds, keysIn, parseWhen, type KeyProblem, type Known, type Look, type When } from './when';

/** A binding as a person writes it: `-command` takes a key away from a command. */
export interface Rule {
  readonly command: string;
  readonly key: string;
  readonly when?: string;
}

export interface Binding {
  readonly command: string;
  readonly strokes: readonly Stroke[];
  readonly when?: When;
  /** The words of `when`. */
  readonly whenText?: string;
  /** Said by a person, and not by the page. */
  readonly own: boolean;
}

/** What is wrong with a rule; `index` counts from 0. */
export interface Fault {
  readonly index: number;
  readonly rule: Rule;
  readonly problem: KeyProblem;
}

export function bind(rule: Rule, known: Known, own: boolean): Binding | { readonly problem: KeyProblem } {
  const strokes = parseKeys(rule.key);
  if (!strokes) return { problem: { what: 'no-key', text: rule.key } };
  const whenText = rule.when?.trim() || undefined;
  if (whenText === undefined) return { command: rule.command, strokes, own };
  const parsed = parseWhen(whenText, known);
  if ('problem' in parsed) return parsed;
  return { command: rule.command, strokes, when: parsed.when, whenText, own };
}

/** All of it is read: what is broken is told of, with what isn't. */
export function readRules(
  rules: readonly Rule[],
  known: Known,
): { readonly bindings: readonly Binding[]; readonly faults: readonly Fault[] } {
  const bindings: Binding[] = [];
  const faults: Fault[] = [];
  for (const [index, rule] of rules.entries()) {
    const read = bind(rule, known, true);
    if ('problem' in read) faults.push({ index, rule, problem: read.problem });
    else bindings.push(read);
  }
  return { bindings, faults };
}

/** What holds: the page's own, without what was taken away, and over them those of a person. What is last goes first. */
export function layered(defaults: readonly Binding[], own: readonly Binding[]): readonly Binding[] {
  let all = defaults;
  for (const binding of own) {
    if (!binding.command.startsWith('-')) all = [...all, binding];
    else all = all.filter((other) => !isTakenAway(other, binding));
  }
  return all;
}

function isTakenAway(binding: Binding, away: Binding): boolean {
  return (
    binding.command === away.command.slice(1) &&
    writeKeys(binding.strokes) === writeKeys(away.strokes) &&
    (away.whenText === undefined || away.whenText === binding.whenText)
  );
}

/** Where the keyboard is. */
export interface Focus extends Keyboard {
  /** In a field of the page, where a letter is a letter. */
  readonly typing: boolean;
}

/**
 * Whether a binding counts where the keyboard is. What a terminal needs is taken from it only by one that says so, and so are letters
 * from a field.
 */
export function countsAt({ own, strokes, when }: Binding, { terminal, typing }: Focus): boolean {
  const [first] = strokes;
  if (!own || !first) return true;
  const said = (key: string) => when !== undefined && keysIn(when).has(key);
  if (terminal) return said('terminalFocus') || !isOfTerminal(first);
  return !typing || first.ctrl || first.alt || first.meta || first.mod || said('textInputFocus');
}

export type Found = { readonly command: string; readonly binding: Binding } | 'goes-on' | undefined;

/** What a press means after those before it; `can` says whether a command makes sense now. */
export function find(
  bindings: readonly Binding[],
  before: readonly KeyPress[],
  press: KeyPress,
  focus: Focus,
  look: Look,
  can: (command: string) => boolean,
): Found {
  for (const binding of bindings.toReversed()) {
    const { strokes, when, command } = binding;
    const stroke = strokes[before.length];
    if (!stroke || !matches(stroke, press, focus)) continue;
    if (!before.every((earlier, index) => matches(strokes[index] as Stroke, earlier, focus))) continue;
    if (!countsAt(binding, focus) || (when && !holds(when, look)) || !can(command)) continue;
    return strokes.length > before.length + 1 ? 'goes-on' : { command, binding };
  }
  return undefined;
}
