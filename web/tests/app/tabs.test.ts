import { describe, expect, it, vi } from 'vitest';
import { SideBar } from '../../src/app/layout/side-bar.svelte';
import { Tabs } from '../../src/app/tabs.svelte';
import { drawn, faults, seeded, tab } from '../support/trees';

const shown = (tabs: Tabs) => drawn(tabs.arrangement.root);

function opened(...ids: string[]): Tabs {
  const tabs = new Tabs();
  for (const id of ids) tabs.open(tab(id));
  return tabs;
}

/** a* b | c* */
function divided(): Tabs {
  const tabs = opened('b', 'c', 'a');
  tabs.split(tab('c'), 'right');
  tabs.open(tab('a'));
  return tabs;
}

describe('tabs', () => {
  it('open once, and show what was opened last', () => {
    expect(shown(opened('a', 'b', 'a'))).toBe('a* b');
  });

  it('open in the pane that has the keyboard', () => {
    const tabs = divided();
    tabs.open(tab('d'));
    expect(shown(tabs)).toBe('row(b a d*, c*)');
    tabs.open(tab('c'));
    tabs.open(tab('e'));
    expect(shown(tabs)).toBe('row(b a d*, c e*)');
    expect(tabs.active?.id).toBe('e');
  });

  it('show a neighbour when the one shown is closed', () => {
    const tabs = opened('a', 'b', 'c', 'b');
    tabs.close(tab('b'));
    expect(tabs.active?.id).toBe('c');
    tabs.close(tab('c'));
    expect(tabs.active?.id).toBe('a');
    tabs.close(tab('a'));
    expect(tabs.active).toBeUndefined();
  });

  it('of another workspace are put away, and their sessions kept for who comes back', () => {
    const tabs = opened('a', 'b');
    const left = tabs.arrangement;
    const file = { workspace: 'default', id: 'file:notes.md', kind: 'file' };
    tabs.open(file);
    const kept = () => tabs.kept.map(({ workspace, id }) => `${workspace}/${id}`).sort();

    tabs.restore({ root: undefined, active: undefined, maximised: undefined }, 'other');
    tabs.open({ workspace: 'other', id: 'c', kind: 'terminal' });
    expect([shown(tabs), kept()]).toEqual(['c*', ['default/a', 'default/b', 'other/c']]);

    tabs.restore(left, 'default');
    expect([shown(tabs), kept()]).toEqual(['a b*', ['default/a', 'default/b', 'other/c']]);

    tabs.drop([{ workspace: 'other', id: 'c' }]);
    expect(kept()).toEqual(['default/a', 'default/b']);
  });

  it('of a workspace that is gone are not kept, and of one that is shown only those that it shows', () => {
    const tabs = opened('a', 'b');
    tabs.restore({ root: undefined, active: undefined, maximised: undefined }, 'other');
    tabs.leaveOnly(new Set(['default', 'other']));
    expect(tabs.kept).toHaveLength(2);
    tabs.restore(
      { root: { id: 1, tabs: [tab('b')], active: 'default/b' }, active: 1, maximised: undefined },
      'default',
    );
    expect(tabs.kept.map(({ id }) => id)).toEqual(['b']);
    tabs.restore({ root: undefined, active: undefined, maximised: undefined }, 'other');
    tabs.leaveOnly(new Set(['other']));
    expect(tabs.kept).toEqual([]);
  });

  it('stay as they are when another one is closed', () => {
    const tabs = opened('a', 'b');
    tabs.close(tab('a'));
    expect(tabs.active?.id).toBe('b');
  });

  it('give the keyboard to the pane that had it before, when theirs is closed', () => {
    const tabs = divided();
    tabs.split(tab('d'), 'bottom');
    tabs.open(tab('c'));
    tabs.close(tab('c'));
    expect(tabs.active?.id).toBe('d');
  });

  it('of a pane can be closed but for one, and opened again where they were', () => {
    const tabs = opened('a', 'b', 'c');
    tabs.split(tab('x'), 'right');
    tabs.closeOthers(tab('b'));
    expect(shown(tabs)).toBe('row(b*, x*)');
    expect(tabs.reopen()?.id).toBe('c');
    expect(tabs.reopen()?.id).toBe('a');
    expect(shown(tabs)).toBe('row(a* b c, x*)');
    expect(tabs.canReopen).toBe(false);
    expect(tabs.reopen()).toBeUndefined();
  });

  it('are opened again where there is room, when their pane is gone', () => {
    const tabs = divided();
    tabs.closeGroup(tab('c'));
    expect(shown(tabs)).toBe('b a*');
    expect(tabs.reopen()?.id).toBe('c');
    expect(shown(tabs)).toBe('b a c*');
  });

  it('are not opened again when they are open, or may not be', () => {
    const tabs = opened('a', 'b', 'c');
    for (const id of ['a', 'b', 'c']) tabs.close(tab(id));
    tabs.open(tab('c'));
    expect(tabs.reopen(({ id }) => id !== 'b')?.id).toBe('a');
    tabs.close(tab('a'));
    tabs.drop([tab('a'), tab('c')]);
    expect(tabs.reopen()).toBeUndefined();
    expect(tabs.items).toEqual([]);
  });

  it('move to the pane on a side, or into a new one', () => {
    const tabs = divided();
    tabs.moveTo('right');
    expect(shown(tabs)).toBe('row(b*, c a*)');
    tabs.moveTo('bottom');
    expect(shown(tabs)).toBe('row(b*, column(c*, a*))');
    expect(tabs.active?.id).toBe('a');
    expect([tabs.canMoveTo('left'), tabs.canMoveTo('right')]).toEqual([true, false]);
    tabs.moveTo('right');
    expect(shown(tabs)).toBe('row(b*, column(c*, a*))');
  });

  it('keep no more than twenty sessions alive, and let go of the one not looked at for longest', () => {
    const tabs = opened(...Array.from({ length: 20 }, (_, number) => `s${number + 1}`), 's1', 's21');
    expect(tabs.isAlive(tab('s1'))).toBe(true);
    expect(tabs.isAlive(tab('s2'))).toBe(false);
    expect(tabs.items).toHaveLength(21);
  });

  it('keep all alive that are shown, however long nobody went there', () => {
    const tabs = opened('old', 's0');
    tabs.split(tab('s0'), 'right');
    for (let number = 1; number < 25; number++) tabs.open(tab(`s${number}`));
    expect(tabs.isAlive(tab('old'))).toBe(true);
    expect(tabs.items.filter((one) => tabs.isAlive(one))).toHaveLength(20);
  });

  it('go round, through all panes', () => {
    const tabs = divided();
    expect(tabs.neighbour(1)?.id).toBe('c');
    expect(tabs.neighbour(-1)?.id).toBe('b');
    tabs.open(tab('c'));
    expect(tabs.neighbour(1)?.id).toBe('b');
  });

  it('can have the window for themselves, until another pane is gone to', () => {
    const tabs = divided();
    tabs.toggleMaximised();
    expect(tabs.boxes.map(({ group, width }) => [group.active, width])).toEqual([['default/a', 1]]);
    expect(tabs.sashes).toEqual([]);
    expect([tabs.isShown(tab('a')), tabs.isShown(tab('c'))]).toEqual([true, false]);
    tabs.open(tab('b'));
    expect(tabs.isMaximised).toBe(true);
    tabs.open(tab('c'));
    expect(tabs.isMaximised).toBe(false);
    tabs.toggleMaximised();
    tabs.close(tab('c'));
    expect(tabs.isMaximised).toBe(false);
  });

  it('tell of every change', () => {
    const tabs = divided();
    const changed = vi.fn();
    tabs.onChange(changed);
    const sash = tabs.sashes[0];
    if (sash) tabs.resize(sash, 0.1, 0.1);
    if (sash) tabs.even(sash);
    tabs.toggleMaximised();
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it.each([1, 2, 3, 4, 5])('are a whole window after whatever a person does (%i)', (seed) => {
    const chance = seeded(seed);
    const tabs = new Tabs();
    const sides = ['left', 'right', 'top', 'bottom'] as const;
    for (let round = 0; round < 300; round++) {
      const at = tab(String(chance(10)));
      const side = sides[chance(4)] ?? 'left';
      const group = tabs.groups[chance(tabs.groups.length)]?.id ?? 1;
      const acts = [
        () => tabs.open(at),
        () => tabs.split(at, side),
        () => tabs.close(at),
        () => tabs.closeOthers(at),
        () => tabs.reopen(),
        () => tabs.move(at, group, chance(3)),
        () => tabs.moveTo(side),
        () => tabs.focus(group),
        () => tabs.toggleMaximised(),
        () => tabs.drop([at]),
      ];
      acts[chance(acts.length)]?.();
      expect(faults(tabs.arrangement.root)).toEqual([]);
      expect(tabs.active === undefined).toBe(tabs.items.length === 0);
      if (tabs.active) expect(tabs.isShown(tabs.active) && tabs.isAlive(tabs.active)).toBe(true);
    }
  });
});

describe('the side bar', () => {
  it('is within limits', () => {
    const sideBar = new SideBar();
    sideBar.width = 5000;
    expect(sideBar.width).toBe(480);
    sideBar.restore({ width: 1, shown: false });
    expect([sideBar.width, sideBar.shown]).toEqual([180, false]);
  });

  it('tells what a person changes, and nothing of what it is given', () => {
    const sideBar = new SideBar();
    const changed = vi.fn();
    sideBar.onChange(changed);
    sideBar.restore({ width: 300, shown: true });
    expect(changed).not.toHaveBeenCalled();
    sideBar.toggle();
    sideBar.width = 200;
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
