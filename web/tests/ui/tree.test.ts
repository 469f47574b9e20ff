import { rowBeginningWith, visibleRows, type TreeNode } from '$ui/tree';
import { describe, expect, it } from 'vitest';

const nodes: readonly TreeNode[] = [
  { id: 'src', label: 'src', children: [{ id: 'server', label: 'Server', children: [{ id: 'a', label: 'a.cs' }] }] },
  { id: 'empty', label: 'empty', children: [] },
  { id: 'readme', label: 'README.md' },
];
const seen = (open: string[]) => visibleRows(nodes, new Set(open));

describe('what is seen of a tree', () => {
  it('is what stands in open folders, a level deeper', () => {
    expect(seen(['src']).map(({ node, level }) => `${level} ${node.id}`)).toEqual([
      '1 src',
      '2 server',
      '1 empty',
      '1 readme',
    ]);
  });

  it('is nothing of an open folder in a closed one', () => {
    expect(seen(['server']).map(({ node }) => node.id)).toEqual(['src', 'empty', 'readme']);
  });

  it('knows its parent and its place among its like', () => {
    const row = seen(['src', 'server', 'empty'])[2];
    expect(row).toMatchObject({ parent: 'server', level: 3, place: 1, of: 1 });
  });
});

describe('a letter', () => {
  const rows = seen(['src']);

  it('goes to the next that begins with it, around the end', () => {
    expect(rowBeginningWith(rows, 0, 's')).toBe(1);
    expect(rowBeginningWith(rows, 1, 'S')).toBe(0);
    expect(rowBeginningWith(rows, 3, 'r')).toBe(3);
  });

  it('goes nowhere when nothing begins with it', () => {
    expect(rowBeginningWith(rows, 0, 'x')).toBeUndefined();
  });
});
