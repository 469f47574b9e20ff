import type { IconName } from './icons';

export interface TreeNode {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  /** Of one that can be opened, empty or not. */
  readonly children?: readonly TreeNode[];
}

export interface TreeRow {
  readonly node: TreeNode;
  readonly parent: string | undefined;
  /** From 1. */
  readonly level: number;
  readonly place: number;
  readonly of: number;
}

/** What is seen of a tree, from top to bottom. */
export function visibleRows(nodes: readonly TreeNode[], open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (siblings: readonly TreeNode[], parent: string | undefined, level: number) =>
    siblings.forEach((node, index) => {
      rows.push({ node, parent, level, place: index + 1, of: siblings.length });
      if (node.children && open.has(node.id)) add(node.children, node.id, level + 1);
    });
  add(nodes, undefined, 1);
  return rows;
}

/** The next row, from the one after `from` around to it, that begins with what was typed. */
export function rowBeginningWith(rows: readonly TreeRow[], from: number, typed: string): number | undefined {
  const wanted = typed.toLocaleLowerCase();
  for (let step = 1; step <= rows.length; step++) {
    const index = (from + step) % rows.length;
    if (rows[index]?.node.label.toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return undefined;
}
