import { formatCommandLine } from '$lib/command-line';
import { oneLine, visible } from '$lib/text';

/**
 * What an agent says comes from elsewhere, whatever its type promises: each part is looked at before it is taken, and a text has lost what
 * can't be seen. The shapes are those of the Agent Client Protocol.
 */
export type Facts = Readonly<Record<string, unknown>>;

export type ContentBlock =
  | { readonly is: 'text'; readonly text: string }
  /** Within the message: nothing is fetched to show it. */
  | { readonly is: 'image'; readonly source: string }
  | { readonly is: 'link'; readonly uri: string; readonly name: string }
  | { readonly is: 'resource'; readonly uri: string; readonly text: string }
  /** Of a type that this page can't show. */
  | { readonly is: 'other'; readonly type: string };

export type ToolContent =
  | { readonly is: 'content'; readonly block: ContentBlock }
  | { readonly is: 'diff'; readonly path: string; readonly before: string; readonly after: string }
  | { readonly is: 'terminal'; readonly id: string };

export const toolKinds = ['read', 'edit', 'delete', 'move', 'search', 'execute', 'think', 'fetch', 'other'] as const;
export type ToolKind = (typeof toolKinds)[number];
export const toolStates = ['pending', 'in_progress', 'completed', 'failed'] as const;
export type ToolState = (typeof toolStates)[number];

/** What a tool call or an update of it names; what it doesn't name stays as it was. */
export interface ToolFacts {
  readonly title?: string;
  readonly kind?: ToolKind;
  readonly state?: ToolState;
  readonly content?: readonly ToolContent[];
  readonly places?: readonly Place[];
  readonly input?: string;
  readonly output?: string;
}

export interface Place {
  readonly path: string;
  readonly line?: number;
}

export interface PlanEntry {
  readonly text: string;
  readonly state: 'pending' | 'in_progress' | 'completed';
}

export const optionKinds = ['allow_once', 'allow_always', 'reject_once', 'reject_always'] as const;

export interface AskOption {
  readonly id: string;
  readonly name: string;
  /** Its name is longer than what is shown of it. */
  readonly cut?: true;
  /** Undefined when the agent names a kind that this page doesn't know. */
  readonly kind: (typeof optionKinds)[number] | undefined;
}

/** Something that can be chosen: a mode, a command, a way to sign in. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** What is to be written after a command. */
  readonly hint: string;
}

const longestName = 2000;
// As long as a path can be.
const longestPath = 4096;

export function facts(value: unknown): Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Facts) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? visible(value) : '';
}

export function line(value: unknown, longest = 200): string {
  return typeof value === 'string' ? oneLine(value, longest) : '';
}

/** What it is told apart by, as it came. */
export function id(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((known) => known === value);
}

export function contentBlock(value: unknown): ContentBlock {
  const block = facts(value);
  switch (block.type) {
    case 'text':
      return { is: 'text', text: text(block.text) };
    case 'image': {
      const source = imageSource(block.mimeType, block.data);
      return source === undefined ? { is: 'other', type: 'image' } : { is: 'image', source };
    }
    case 'resource_link':
      return { is: 'link', uri: line(block.uri, 2000), name: line(block.title) || line(block.name) || line(block.uri) };
    case 'resource': {
      const { uri, text: content } = facts(block.resource);
      return { is: 'resource', uri: line(uri, 2000), text: text(content) };
    }
    default:
      return { is: 'other', type: line(block.type, 40) };
  }
}

/** Only pictures that run nothing, of their own bytes. */
function imageSource(type: unknown, data: unknown): string | undefined {
  if (typeof type !== 'string' || !/^image\/(png|jpeg|gif|webp)$/.test(type)) return undefined;
  if (typeof data !== 'string' || !/^[A-Za-z0-9+/]+=*$/.test(data)) return undefined;
  return `data:${type};base64,${data}`;
}

export function toolFacts(value: unknown): ToolFacts {
  const call = facts(value);
  const state = oneOf(toolStates, call.status);
  return {
    ...(typeof call.title === 'string' && { title: line(call.title, Infinity) }),
    ...(typeof call.kind === 'string' && { kind: oneOf(toolKinds, call.kind) ?? 'other' }),
    ...(state && { state }),
    ...(Array.isArray(call.content) && { content: call.content.flatMap(toolContent) }),
    ...(Array.isArray(call.locations) && { places: call.locations.flatMap(place) }),
    ...(call.rawInput !== undefined && call.rawInput !== null && { input: raw(call.rawInput) }),
    ...(call.rawOutput !== undefined && call.rawOutput !== null && { output: raw(call.rawOutput) }),
  };
}

function toolContent(value: unknown): ToolContent[] {
  const part = facts(value);
  if (part.type === 'content') return [{ is: 'content', block: contentBlock(part.content) }];
  if (part.type === 'terminal') return [{ is: 'terminal', id: line(part.terminalId, 80) }];
  // Whoever is asked has to know that there is something that isn't shown.
  if (part.type !== 'diff') return typeof part.type === 'string' ? [{ is: 'content', block: contentBlock(part) }] : [];
  return [{ is: 'diff', path: line(part.path, longestPath), before: text(part.oldText), after: text(part.newText) }];
}

function place(value: unknown): Place[] {
  const { path, line: number } = facts(value);
  const clean = line(path, longestPath);
  if (clean === '') return [];
  return [typeof number === 'number' && number >= 1 ? { path: clean, line: Math.floor(number) } : { path: clean }];
}

/** A command line as one types it, with what else is given; anything else as its JSON. Nothing of it is left out: it may be what is asked for. */
function raw(value: unknown): string {
  const { command, ...others } = facts(value);
  const words = list(command);
  const typed =
    typeof command === 'string'
      ? command
      : words.length > 0 && words.every((word) => typeof word === 'string')
        ? formatCommandLine(words)
        : undefined;
  const said =
    typeof value === 'string'
      ? value
      : typed === undefined
        ? json(value)
        : Object.keys(others).length > 0
          ? `${typed}\n\n${json(others)}`
          : typed;
  return visible(said);
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? '';
}

export function planEntries(value: unknown): PlanEntry[] {
  return list(value).map((entry) => {
    const { content, status } = facts(entry);
    return { text: line(content, 500), state: oneOf(['in_progress', 'completed'] as const, status) ?? 'pending' };
  });
}

export function askOptions(value: unknown): AskOption[] {
  return distinct(
    list(value).flatMap((option) => {
      const { optionId, name, kind } = facts(option);
      const known = id(optionId);
      if (known === '') return [];
      const whole = line(name, Infinity) || line(known, Infinity);
      const cut = whole.length > longestName && { cut: true as const };
      return [{ id: known, name: line(whole, longestName), kind: oneOf(optionKinds, kind), ...cut }];
    }),
  );
}

export function named(value: unknown): Named[] {
  return distinct(
    list(value).flatMap((one) => {
      const { id: key, name, description, input } = facts(one);
      const known = id(key) || id(name);
      if (known === '') return [];
      return [
        {
          id: known,
          name: line(name) || line(known),
          description: line(description, 500),
          hint: line(facts(input).hint),
        },
      ];
    }),
  );
}

/** What is told apart by its id can be there once: the first of those that share one. */
function distinct<T extends { readonly id: string }>(all: readonly T[]): T[] {
  const seen = new Set<string>();
  return all.filter((one) => !seen.has(one.id) && seen.add(one.id));
}

/** The models that an agent offers, where it has a list of them. */
export function models(value: unknown): Named[] {
  return distinct(
    list(value).flatMap((one) => {
      const { modelId, name, description } = facts(one);
      const known = id(modelId);
      if (known === '') return [];
      return [{ id: known, name: line(name) || line(known), description: line(description, 500), hint: '' }];
    }),
  );
}
