import { describe, expect, it } from 'vitest';
import { fromDocument, toDocument } from '../../../src/app/layout/document';
import { groupsOf, insert, splitOff, type Root } from '../../../src/app/layout/tree';
import { drawn, faults, seeded, tab } from '../../support/trees';

const sideBar = { shown: true, width: 248 };
const ofKind = (kind?: string) => () => kind;

function window(root: Root) {
  return { root, active: groupsOf(root).at(-1)?.id, maximised: undefined, sideBar };
}

function two(): Root {
  return splitOff(insert(insert(undefined, 1, tab('a')), 1, tab('b')), 1, 'bottom', tab('c'), 2);
}

describe('a kept layout', () => {
  it('is the same when it is read again', () => {
    const document = toDocument({ ...window(two()), maximised: 2 }, 'default', ofKind());
    expect(document).toEqual({
      sideBar,
      root: {
        split: {
          direction: 'column',
          ratios: [0.5, 0.5],
          parts: [
            {
              group: {
                id: 1,
                tabs: [
                  { session: 'a', kind: 'terminal' },
                  { session: 'b', kind: 'terminal' },
                ],
                active: 'b',
              },
            },
            { group: { id: 2, tabs: [{ session: 'c', kind: 'terminal' }], active: 'c' } },
          ],
        },
      },
      active: 2,
      maximised: 2,
    });
    expect(fromDocument(document, 'default')).toEqual({ ...window(two()), maximised: 2 });
  });

  it('is of an empty window, too', () => {
    expect(toDocument(window(undefined), 'default', ofKind())).toEqual({ sideBar });
    expect(fromDocument({ sideBar }, 'default')).toMatchObject({ root: undefined, active: undefined });
  });

  it('leaves out what is of no kind or of another workspace', () => {
    const root = insert(insert(insert(undefined, 1, tab('a')), 1, { workspace: 'default', id: 'linked' }), 1, {
      workspace: 'other',
      id: 'x',
      kind: 'terminal',
    });
    const kept = (kind?: string) => fromDocument(toDocument(window(root), 'default', ofKind(kind)), 'default')?.root;
    expect(drawn(kept())).toBe('a*');
    expect(drawn(kept('notebook'))).toBe('a* linked');
  });

  it.each([
    ['no object', 7],
    ['nothing', null],
  ])('is none when it is %s', (_, document) => {
    expect(fromDocument(document, 'default')).toBeUndefined();
  });

  it.each([
    ['text in the place of a tree', 'text', 'nothing'],
    ['neither split nor group', {}, 'nothing'],
    ['a group without tabs', { group: { id: 1, tabs: [], active: 'a' } }, 'nothing'],
    ['a tab that is none', { group: { id: 1, tabs: [null, { session: 3 }, raw('a')], active: 'z' } }, 'a*'],
    ['a session twice', { group: { id: 1, tabs: [raw('a'), raw('a')], active: 'a' } }, 'a*'],
    ['a split of one', { split: { direction: 'row', ratios: [1], parts: [group(1, 'a')] } }, 'a*'],
    ['a group twice', { split: { direction: 'row', ratios: [0.5, 0.5], parts: [group(1, 'a'), group(1, 'b')] } }, 'a*'],
    ['no ratios', { split: { direction: 'row', parts: [group(1, 'a'), group(2, 'b')] } }, 'row(a*, b*)'],
    ['mad ratios', { split: { ratios: [-4, 9], parts: [group(1, 'a'), group(2, 'b')] } }, 'row(a*, b*)'],
  ])('is taken as far as it makes sense: %s', (_, root, shown) => {
    const read = fromDocument({ root, active: 9, maximised: 'x' }, 'default');
    expect(drawn(read?.root)).toBe(shown);
    expect(faults(read?.root)).toEqual([]);
    expect(read?.maximised).toBeUndefined();
  });

  it.each([1, 2, 3, 4])('never makes a broken window, whatever is in it (%i)', (seed) => {
    const chance = seeded(seed);
    const some = (depth: number): unknown => {
      const what = chance(depth > 3 ? 3 : 6);
      if (what === 0) return [null, 'x', {}, 3, []][chance(5)];
      if (what < 4)
        return {
          group: { id: chance(4), tabs: Array.from({ length: chance(3) }, () => raw(String(chance(6)))), active: '1' },
        };
      const parts = Array.from({ length: chance(4) }, () => some(depth + 1));
      return { split: { direction: chance(2) ? 'row' : 'column', ratios: parts.map(() => chance(3) / 2), parts } };
    };
    for (let round = 0; round < 300; round++) {
      const read = fromDocument({ root: some(0), active: chance(4), maximised: chance(4) }, 'default');
      expect(faults(read?.root)).toEqual([]);
      expect(read?.active === undefined).toBe(read?.root === undefined);
    }
  });
});

function raw(id: string) {
  return { session: id, kind: 'terminal' };
}

function group(id: number, session: string) {
  return { group: { id, tabs: [raw(session)], active: session } };
}
