import { isSplit, type Direction, type Group, type Node, type Root, type Side } from './tree';

/** A place in the window, in shares of its width and height. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface GroupBox extends Box {
  readonly group: Group;
}

/** The border between a part of a split and the next one. */
export interface Sash {
  /** The way from the root to the split. */
  readonly path: readonly number[];
  /** The part before it. */
  readonly index: number;
  readonly direction: Direction;
  /** Where the split is. */
  readonly of: Box;
  /** How much of the split lies before it. */
  readonly at: number;
}

export const whole: Box = { left: 0, top: 0, width: 1, height: 1 };

export function boxesOf(root: Root): GroupBox[] {
  return root ? placed(root, whole, []).groups : [];
}

export function sashesOf(root: Root): Sash[] {
  return root ? placed(root, whole, []).sashes : [];
}

function placed(node: Node, box: Box, path: readonly number[]): { groups: GroupBox[]; sashes: Sash[] } {
  if (!isSplit(node)) return { groups: [{ ...box, group: node }], sashes: [] };
  const groups: GroupBox[] = [];
  const sashes: Sash[] = [];
  let at = 0;
  node.parts.forEach((part, index) => {
    const ratio = node.ratios[index] ?? 0;
    const inner: Box =
      node.direction === 'row'
        ? { ...box, left: box.left + box.width * at, width: box.width * ratio }
        : { ...box, top: box.top + box.height * at, height: box.height * ratio };
    const within = placed(part, inner, [...path, index]);
    groups.push(...within.groups);
    sashes.push(...within.sashes);
    at += ratio;
    if (index < node.parts.length - 1) sashes.push({ path, index, direction: node.direction, of: box, at });
  });
  return { groups, sashes };
}

/** Half the room of a box, towards a side. */
export function halfOf({ left, top, width, height }: Box, side: Side): Box {
  return {
    left: side === 'right' ? left + width / 2 : left,
    top: side === 'bottom' ? top + height / 2 : top,
    width: side === 'left' || side === 'right' ? width / 2 : width,
    height: side === 'top' || side === 'bottom' ? height / 2 : height,
  };
}

const tiny = 1e-6;

/** The group that lies next to another one on a side: of several the one that shares most of the border, and then the first. */
export function besideOf(root: Root, groupId: number, side: Side): Group | undefined {
  const boxes = boxesOf(root);
  const from = boxes.find(({ group }) => group.id === groupId);
  if (!from) return undefined;
  const across = side === 'left' || side === 'right';
  const border = (box: Box, far: boolean) =>
    across ? box.left + (far ? box.width : 0) : box.top + (far ? box.height : 0);
  const towardsEnd = side === 'right' || side === 'bottom';
  const shared = (box: Box) =>
    across
      ? Math.min(box.top + box.height, from.top + from.height) - Math.max(box.top, from.top)
      : Math.min(box.left + box.width, from.left + from.width) - Math.max(box.left, from.left);
  return boxes
    .filter((box) => Math.abs(border(box, !towardsEnd) - border(from, towardsEnd)) < tiny && shared(box) > tiny)
    .reduce<GroupBox | undefined>((best, box) => (best && shared(best) >= shared(box) - tiny ? best : box), undefined)
    ?.group;
}

/** How near to its border a pane is divided rather than added to. */
const edge = 0.25;

/** Where in a pane a tab is dropped: at a side, which divides the pane, or in its middle. */
export function sideAt(x: number, y: number): Side | 'middle' {
  const nearest = Math.min(x, 1 - x, y, 1 - y);
  if (nearest > edge) return 'middle';
  if (nearest === x) return 'left';
  if (nearest === 1 - x) return 'right';
  return nearest === y ? 'top' : 'bottom';
}
