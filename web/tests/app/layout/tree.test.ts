import { describe, expect, it } from 'vitest';
import { besideOf, boxesOf, halfOf, sashesOf, sideAt } from '../../../src/app/layout/boxes';
import * as tree from '../../../src/app/layout/tree';
import type { Root, Side } from '../../../src/app/layout/tree';
import { drawn, faults, key, seeded, tab } from '../../support/trees';

const sides: readonly Side[] = ['left', 'right', 'top', 'bottom'];

function of(...ids: string[]): Root {
  return ids.reduce<Root>((root, id) => tree.insert(root, 1, tab(id)), undefined);
}

/** a b* | c* over d* */
function three(): Root {
  const right = tree.splitOff(of('a', 'b', 'c', 'd'), 1, 'right', tab('c'), 2);
  return tree.show(tree.splitOff(right, 2, 'bottom', tab('d'), 3), key('b'));
}

describe('a window', () => {
  it('begins with one pane', () => {
    expect(drawn(of('a', 'b'))).toBe('a b*');
    expect(groupIds(of('a'))).toEqual([1]);
  });

  it('is divided towards every side', () => {
    const root = of('a', 'b');
    expect(drawn(tree.splitOff(root, 1, 'right', tab('b'), 2))).toBe('row(a*, b*)');
    expect(drawn(tree.splitOff(root, 1, 'left', tab('b'), 2))).toBe('row(b*, a*)');
    expect(drawn(tree.splitOff(root, 1, 'top', tab('b'), 2))).toBe('column(b*, a*)');
    expect(drawn(tree.splitOff(root, 1, 'bottom', tab('b'), 2))).toBe('column(a*, b*)');
  });

  it('is divided by a session that had no tab', () => {
    expect(drawn(tree.splitOff(of('a'), 1, 'right', tab('new'), 2))).toBe('row(a*, new*)');
  });

  it('has three beside each other rather than a pair within a pair', () => {
    const root = tree.splitOff(tree.splitOff(of('a'), 1, 'right', tab('b'), 2), 2, 'right', tab('c'), 3);
    expect(drawn(root)).toBe('row(a*, b*, c*)');
    expect((root as tree.Split).ratios).toEqual([0.5, 0.25, 0.25]);
  });

  it('stays as it is when a pane is divided by its only tab', () => {
    const root = of('a');
    expect(tree.splitOff(root, 1, 'right', tab('a'), 2)).toBe(root);
    expect(tree.move(root, key('a'), 1, 0)).toBe(root);
  });

  it('gives the room of a closed pane to the others', () => {
    const root = three();
    expect(drawn(root)).toBe('row(a b*, column(c*, d*))');
    expect(drawn(tree.remove(root, key('c')))).toBe('row(a b*, d*)');
    expect(drawn(tree.remove(tree.remove(root, key('a')), key('b')))).toBe('column(c*, d*)');
    expect(drawn(['a', 'b', 'c', 'd'].reduce<Root>((left, id) => tree.remove(left, key(id)), root))).toBe('nothing');
  });

  it('moves tabs between panes and within one', () => {
    const root = three();
    expect(drawn(tree.move(root, key('a'), 3))).toBe('row(b*, column(c*, d a*))');
    expect(drawn(tree.move(root, key('a'), 3, 0))).toBe('row(b*, column(c*, a* d))');
    expect(drawn(tree.move(root, key('c'), 1, 1))).toBe('row(a c* b, d*)');
    expect(drawn(tree.move(of('a', 'b', 'c'), key('a'), 1, 1))).toBe('b a* c');
    expect(drawn(tree.move(root, key('nothing'), 1))).toBe(drawn(root));
    expect(drawn(tree.move(root, key('a'), 9))).toBe(drawn(root));
  });

  it('shows the neighbour of a closed tab', () => {
    expect(drawn(tree.remove(tree.show(of('a', 'b', 'c'), key('b')), key('b')))).toBe('a c*');
    expect(drawn(tree.remove(of('a', 'b', 'c'), key('c')))).toBe('a b*');
    expect(drawn(tree.remove(of('a', 'b', 'c'), key('a')))).toBe('b c*');
  });

  it('resizes two neighbours, and neither below the least', () => {
    const ratios = (root: Root) => (root as tree.Split).ratios;
    const root = three();
    expect(ratios(tree.resize(root, [], 0, 0.2, 0.1))).toEqual([0.7, expect.closeTo(0.3)]);
    expect(ratios(tree.resize(root, [], 0, 5, 0.1))).toEqual([0.9, expect.closeTo(0.1)]);
    expect(ratios(tree.resize(root, [], 0, -5, 0.1))).toEqual([0.1, 0.9]);
    const column = (tree.resize(root, [1], 0, -0.25, 0.1) as tree.Split).parts[1];
    expect(ratios(column)).toEqual([0.25, 0.75]);
    expect(ratios(tree.even(tree.resize(root, [], 0, 0.2, 0.1), []))).toEqual([0.5, 0.5]);
    expect(tree.resize(root, [], 7, 0.2, 0.1)).toBe(root);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('stays whole whatever is done to it (%i)', (seed) => {
    const chance = seeded(seed);
    let root: Root;
    let groups = 0;
    for (let round = 0; round < 400; round++) {
      const id = String(chance(12));
      const ids = groupIds(root);
      const group = ids[chance(ids.length)] ?? 1;
      const before = drawn(root);
      const what = chance(7);
      if (what === 0) root = tree.remove(root, key(id));
      else if (what === 1) root = tree.move(root, key(id), group, chance(4));
      else if (what === 2) root = tree.splitOff(root, group, sides[chance(4)] ?? 'left', tab(id), ++groups + 100);
      else if (what === 3) root = tree.show(root, key(id));
      else if (what === 4) {
        const sashes = sashesOf(root);
        const sash = sashes[chance(sashes.length)];
        if (sash) root = tree.resize(root, sash.path, sash.index, chance(100) / 50 - 1, 0.05);
      } else if (!tree.groupWith(root, key(id))) root = tree.insert(root, group, tab(id), chance(5));
      expect(faults(root), `${before} by ${what} of ${id}`).toEqual([]);
      covers(root);
    }
  });
});

describe('panes', () => {
  it('have their places', () => {
    const places = boxesOf(three()).map(({ group, left, top, width, height }) => [group.id, left, top, width, height]);
    expect(places).toEqual([
      [1, 0, 0, 0.5, 1],
      [2, 0.5, 0, 0.5, 0.5],
      [3, 0.5, 0.5, 0.5, 0.5],
    ]);
    expect(sashesOf(three()).map(({ direction, at, path }) => [direction, at, path])).toEqual([
      ['row', 0.5, []],
      ['column', 0.5, [1]],
    ]);
  });

  it('have neighbours', () => {
    const beside = (group: number, side: Side) => besideOf(three(), group, side)?.id;
    expect(beside(1, 'right')).toBe(2);
    expect(beside(1, 'left')).toBeUndefined();
    expect(beside(2, 'left')).toBe(1);
    expect(beside(3, 'left')).toBe(1);
    expect(beside(3, 'top')).toBe(2);
    expect(beside(2, 'bottom')).toBe(3);
    expect(beside(3, 'bottom')).toBeUndefined();
    const lower = tree.resize(three(), [1], 0, -0.3, 0.1);
    expect(besideOf(lower, 1, 'right')?.id).toBe(3);
  });

  it.each([
    [0.1, 0.5, 'left'],
    [0.9, 0.5, 'right'],
    [0.5, 0.1, 'top'],
    [0.5, 0.9, 'bottom'],
    [0.5, 0.5, 'middle'],
    [0.2, 0.1, 'top'],
    [0.26, 0.3, 'middle'],
  ])('take a tab that is dropped at %f, %f: %s', (x, y, side) => {
    expect(sideAt(x, y)).toBe(side);
  });

  it('show the half that a dropped tab will have', () => {
    const box = { left: 0.5, top: 0, width: 0.5, height: 1 };
    expect(halfOf(box, 'right')).toEqual({ left: 0.75, top: 0, width: 0.25, height: 1 });
    expect(halfOf(box, 'top')).toEqual({ left: 0.5, top: 0, width: 0.5, height: 0.5 });
  });
});

function groupIds(root: Root): number[] {
  return tree.groupsOf(root).map(({ id }) => id);
}

/** All panes together are the window. */
function covers(root: Root): void {
  if (!root) return;
  const room = boxesOf(root).reduce((sum, { width, height }) => sum + width * height, 0);
  expect(room).toBeCloseTo(1, 6);
}
