import type { SessionRef } from '$api/client';

/** A tab shows a session, or a file (see `file-tab.ts`); each has one tab at most. */
export interface Tab extends SessionRef {
  /** Undefined as long as only an address named it. */
  readonly kind?: string;
}

/** Tabs that share a place; one of them is shown. */
export interface Group {
  readonly id: number;
  /** One at least. */
  readonly tabs: readonly Tab[];
  /** The key of the tab that is shown. */
  readonly active: string;
}

/** `row`: side by side; `column`: one below the other. */
export type Direction = 'row' | 'column';

export interface Split {
  readonly direction: Direction;
  /** Two at least, none of them a split of the same direction. */
  readonly parts: readonly Node[];
  /** How much of the room each part has; they add up to 1. */
  readonly ratios: readonly number[];
}

export type Node = Group | Split;

/** What a window is divided into; undefined when nothing is open. */
export type Root = Node | undefined;

export type Side = 'left' | 'right' | 'top' | 'bottom';

export function tabKey({ workspace, id }: SessionRef): string {
  return `${workspace}/${id}`;
}

export function isSplit(node: Node): node is Split {
  return 'parts' in node;
}

/** In reading order. */
export function groupsOf(root: Root): readonly Group[] {
  if (!root) return [];
  return isSplit(root) ? root.parts.flatMap(groupsOf) : [root];
}

export function groupWith(root: Root, key: string): Group | undefined {
  return groupsOf(root).find((group) => group.tabs.some((tab) => tabKey(tab) === key));
}

export function activeTab(group: Group | undefined): Tab | undefined {
  return group?.tabs.find((tab) => tabKey(tab) === group.active);
}

/** Replaces a group; by nothing, and what was divided for it is made whole again. */
export function replaceGroup(root: Root, id: number, change: (group: Group) => Root): Root {
  if (!root) return undefined;
  if (!isSplit(root)) return root.id === id ? change(root) : root;
  const parts = root.parts.map((part) => replaceGroup(part, id, change));
  return parts.every((part, i) => part === root.parts[i]) ? root : joined(root.direction, parts, root.ratios);
}

export function show(root: Root, key: string): Root {
  const group = groupWith(root, key);
  return group && group.active !== key ? replaceGroup(root, group.id, (same) => ({ ...same, active: key })) : root;
}

/** Adds a tab that has no place yet, and shows it. */
export function insert(root: Root, groupId: number, tab: Tab, index = Infinity): Root {
  if (!root) return { id: groupId, tabs: [tab], active: tabKey(tab) };
  return replaceGroup(root, groupId, ({ id, tabs }) => ({
    id,
    tabs: [...tabs.slice(0, index), tab, ...tabs.slice(index)],
    active: tabKey(tab),
  }));
}

/** Takes a tab away; when it was the one shown, its neighbour is next, and a group without tabs is no more. */
export function remove(root: Root, key: string): Root {
  const group = groupWith(root, key);
  if (!group) return root;
  return replaceGroup(root, group.id, ({ id, tabs, active }) => {
    const index = tabs.findIndex((tab) => tabKey(tab) === key);
    const rest = tabs.filter((_, i) => i !== index);
    const next = rest[Math.min(index, rest.length - 1)];
    return next && { id, tabs: rest, active: active === key ? tabKey(next) : active };
  });
}

/** Puts another tab in the place of one, as when a file has another name now. */
export function replaceTab(root: Root, key: string, by: Tab): Root {
  const group = groupWith(root, key);
  if (!group || groupWith(root, tabKey(by))) return root;
  return replaceGroup(root, group.id, ({ id, tabs, active }) => ({
    id,
    tabs: tabs.map((tab) => (tabKey(tab) === key ? by : tab)),
    active: active === key ? tabKey(by) : active,
  }));
}

/** Moves a tab into a group, before its tab with that index (counted without it) or to the end, and shows it there. */
export function move(root: Root, key: string, groupId: number, index = Infinity): Root {
  const from = groupWith(root, key);
  const tab = from?.tabs.find((other) => tabKey(other) === key);
  if (!from || !tab || !groupsOf(root).some(({ id }) => id === groupId)) return root;
  // The last tab of a group that it stays in would take the group with it.
  if (from.id === groupId && from.tabs.length === 1) return root;
  return insert(remove(root, key), groupId, tab, index);
}

/** Divides a group and puts a tab into the new part, from wherever it was. */
export function splitOff(root: Root, groupId: number, side: Side, tab: Tab, newId: number): Root {
  const key = tabKey(tab);
  const target = groupsOf(root).find(({ id }) => id === groupId);
  if (!target) return insert(root, newId, tab);
  // Alone in its group it has that place already.
  if (target.tabs.length === 1 && target.active === key) return root;
  const direction: Direction = side === 'left' || side === 'right' ? 'row' : 'column';
  const added: Group = { id: newId, tabs: [tab], active: key };
  return replaceGroup(remove(root, key), groupId, (group) =>
    joined(direction, side === 'left' || side === 'top' ? [added, group] : [group, added], [0.5, 0.5]),
  );
}

/** Moves the border after a part of the split at `path`, but leaves each side of it the `least` share. */
export function resize(root: Root, path: readonly number[], index: number, by: number, least: number): Root {
  if (!root || !isSplit(root)) return root;
  const [step, ...rest] = path;
  if (step !== undefined) {
    const parts = root.parts.map((part, i) => (i === step ? (resize(part, rest, index, by, least) ?? part) : part));
    return { ...root, parts };
  }
  const [before, after] = [root.ratios[index], root.ratios[index + 1]];
  if (before === undefined || after === undefined) return root;
  const both = before + after;
  // Where there is less than twice that much, neither side may grow.
  const smallest = Math.min(least, both / 2);
  const wanted = Math.min(both - smallest, Math.max(smallest, before + by));
  const ratios = root.ratios.map((ratio, i) => (i === index ? wanted : i === index + 1 ? both - wanted : ratio));
  return { ...root, ratios };
}

/** All parts of the split at `path` get the same room. */
export function even(root: Root, path: readonly number[]): Root {
  if (!root || !isSplit(root)) return root;
  const [step, ...rest] = path;
  if (step === undefined) return { ...root, ratios: root.parts.map(() => 1 / root.parts.length) };
  return { ...root, parts: root.parts.map((part, i) => (i === step ? (even(part, rest) ?? part) : part)) };
}

/** A split of what is there: splits of the same direction become one with it, and of one part nothing is left but the part. */
export function joined(direction: Direction, parts: readonly Root[], ratios: readonly number[]): Root {
  const there: { node: Node; ratio: number }[] = [];
  parts.forEach((node, i) => {
    const ratio = ratios[i] ?? 0;
    if (!node) return;
    if (isSplit(node) && node.direction === direction)
      node.parts.forEach((part, j) => there.push({ node: part, ratio: ratio * (node.ratios[j] ?? 0) }));
    else there.push({ node, ratio });
  });
  if (there.length < 2) return there[0]?.node;
  const sum = there.reduce((all, { ratio }) => all + ratio, 0);
  return {
    direction,
    parts: there.map(({ node }) => node),
    ratios: there.map(({ ratio }) => (sum > 0 ? ratio / sum : 1 / there.length)),
  };
}
