import { groupsOf, isSplit, tabKey, type Group, type Node, type Root, type Tab } from '../../src/app/layout/tree';

export const tab = (id: string): Tab => ({ workspace: 'default', id, kind: 'terminal' });
export const key = (id: string) => `default/${id}`;

/** `row(a* b, column(c*, d*))`: an asterisk after the tab that is shown. */
export function drawn(root: Root): string {
  if (!root) return 'nothing';
  if (isSplit(root)) return `${root.direction}(${root.parts.map(drawn).join(', ')})`;
  return root.tabs.map((one) => one.id + (root.active === tabKey(one) ? '*' : '')).join(' ');
}

/** What is wrong with a tree; nothing, if all is well. */
export function faults(root: Root): string[] {
  const all: string[] = [];
  const groups = groupsOf(root);
  const keys = groups.flatMap(({ tabs }) => tabs.map(tabKey));
  if (new Set(keys).size !== keys.length) all.push('a session has two tabs');
  if (new Set(groups.map(({ id }) => id)).size !== groups.length) all.push('two groups have one id');
  const look = (node: Node) => {
    if (!isSplit(node)) return lookAtGroup(node);
    if (node.parts.length < 2) all.push('a split has one part');
    if (node.parts.length !== node.ratios.length) all.push('a part has no ratio');
    if (node.ratios.some((ratio) => !(ratio > 0 && ratio < 1))) all.push(`ratios ${node.ratios.join(' ')}`);
    if (Math.abs(node.ratios.reduce((sum, ratio) => sum + ratio, 0) - 1) > 1e-9) all.push('ratios do not add up to 1');
    if (node.parts.some((part) => isSplit(part) && part.direction === node.direction))
      all.push('a split repeats its own');
    node.parts.forEach(look);
  };
  const lookAtGroup = ({ tabs, active }: Group) => {
    if (tabs.length === 0) all.push('a group is empty');
    if (!tabs.some((one) => tabKey(one) === active)) all.push('a group shows no tab of its own');
  };
  if (root) look(root);
  return all;
}

/** Chance that is the same every time. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}
