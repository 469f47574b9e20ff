import type { SessionRef } from '$api/client';
import { untrack } from 'svelte';
import { besideOf, boxesOf, sashesOf, whole, type GroupBox, type Sash } from './layout/boxes';
import { keptAlive } from './layout/kept-alive';
import * as tree from './layout/tree';
import { tabKey, type Group, type Root, type Side, type Tab } from './layout/tree';

export { tabKey } from './layout/tree';

/** So many closed tabs can be opened again. */
const mostClosed = 20;

/** What of the tabs is kept. */
export interface Arrangement {
  readonly root: Root;
  readonly active: number | undefined;
  readonly maximised: number | undefined;
}

interface Closed {
  readonly tab: Tab;
  readonly group: number;
  readonly index: number;
}

/** The open tabs of this window: where they are, which ones are shown, and which one has the keyboard. */
export class Tabs {
  readonly #listeners: (() => void)[] = [];
  #root = $state.raw<Root>();
  /** Groups, the last one that had the keyboard first. */
  #order = $state.raw<readonly number[]>([]);
  #maximised = $state.raw<number>();
  /** Keys, the last one shown first. */
  #recent = $state.raw<readonly string[]>([]);
  #closed = $state.raw<readonly Closed[]>([]);
  /** Of workspaces that were shown before: their sessions are kept like those behind other tabs, for who goes there and back. */
  #aside = $state.raw<readonly Tab[]>([]);

  readonly #groups = $derived(tree.groupsOf(this.#root));
  readonly #items = $derived(this.#groups.flatMap(({ tabs }) => tabs));
  readonly #activeGroup = $derived(this.#groups.find(({ id }) => id === this.#order[0]) ?? this.#groups[0]);
  readonly #boxes = $derived.by(() => {
    const maximised = this.#groups.find(({ id }) => id === this.#maximised);
    return maximised ? [{ ...whole, group: maximised }] : boxesOf(this.#root);
  });
  readonly #sashes = $derived(this.#maximised === undefined ? sashesOf(this.#root) : []);
  readonly #shown = $derived(new Set(this.#boxes.map(({ group }) => group.active)));
  readonly #alive = $derived(
    new Set(
      // What they take grows all the time: it is looked at when somebody goes somewhere.
      keptAlive([...new Set([...this.#shown, ...this.#recent])], this.#shown.size, (key) =>
        untrack(() => this.#cellsOf(key)),
      ),
    ),
  );
  readonly #kept = $derived([...this.#items, ...this.#aside].filter((tab) => this.#alive.has(tabKey(tab))));
  readonly #cellsOf: (key: string) => number;

  /** @param cellsOf what a tab that is kept takes. */
  constructor(cellsOf: (key: string) => number = () => 0) {
    this.#cellsOf = cellsOf;
  }

  /** Calls back after every change. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  get arrangement(): Arrangement {
    return { root: this.#root, active: this.#activeGroup?.id, maximised: this.#maximised };
  }

  /** Takes another arrangement in the place of this one, which may be of another workspace. */
  restore({ root, active, maximised }: Arrangement, workspace: string): void {
    const left = [...this.#items, ...this.#aside].filter((tab) => tab.workspace !== workspace && tab.kind !== 'file');
    this.#aside = left.filter((tab) => this.#alive.has(tabKey(tab)));
    this.#maximised = maximised;
    this.#order = active === undefined ? [] : [active];
    this.#put(root);
  }

  /** Those whose sessions are kept as they are, shown or not. */
  get kept(): readonly Tab[] {
    return this.#kept;
  }

  /** In reading order. */
  get items(): readonly Tab[] {
    return this.#items;
  }

  get groups(): readonly Group[] {
    return this.#groups;
  }

  /** Where each group is that is shown. */
  get boxes(): readonly GroupBox[] {
    return this.#boxes;
  }

  get sashes(): readonly Sash[] {
    return this.#sashes;
  }

  /** The tab that has the keyboard, or would. */
  get active(): Tab | undefined {
    return tree.activeTab(this.#activeGroup);
  }

  get activeGroup(): Group | undefined {
    return this.#activeGroup;
  }

  get isMaximised(): boolean {
    return this.#maximised !== undefined;
  }

  get canReopen(): boolean {
    return this.#closed.length > 0;
  }

  has(at: SessionRef): boolean {
    return tree.groupWith(this.#root, tabKey(at)) !== undefined;
  }

  /** Whether its session is kept as it is, shown or not. */
  isAlive(at: SessionRef): boolean {
    return this.#alive.has(tabKey(at));
  }

  isShown(at: SessionRef): boolean {
    return this.#shown.has(tabKey(at));
  }

  /** Where its tab is shown, or would be. */
  groupOf(at: SessionRef): Group | undefined {
    return tree.groupWith(this.#root, tabKey(at));
  }

  /** Shows a session, and gives it the keyboard. */
  open(at: Tab): void {
    const group = this.groupOf(at);
    if (group) this.#put(tree.show(this.#root, tabKey(at)), group.id);
    else {
      const id = this.#activeGroup?.id ?? this.#newId();
      this.#put(tree.insert(this.#root, id, plain(at)), id);
    }
  }

  /** Shows a session in a new part of the window, beside a group. */
  split(at: Tab, side: Side, group = this.#activeGroup?.id): void {
    const id = this.#newId();
    const known = this.#items.find((tab) => tabKey(tab) === tabKey(at)) ?? plain(at);
    const root = tree.splitOff(this.#root, group ?? id, side, known, id);
    this.#put(root, tree.groupWith(root, tabKey(at))?.id);
  }

  move(at: SessionRef, group: number, index?: number): void {
    this.#put(tree.move(this.#root, tabKey(at), group, index), group);
  }

  /** Into the group on that side, or where there is none into a new part. */
  moveTo(side: Side): void {
    const { active, activeGroup } = this;
    if (!active || !activeGroup) return;
    const beside = besideOf(this.#root, activeGroup.id, side);
    if (beside) this.move(active, beside.id);
    else this.split(active, side);
  }

  canMoveTo(side: Side): boolean {
    const { activeGroup } = this;
    if (!activeGroup) return false;
    return activeGroup.tabs.length > 1 || besideOf(this.#root, activeGroup.id, side) !== undefined;
  }

  /** The group on that side of the one that has the keyboard. */
  beside(side: Side): Group | undefined {
    return this.#activeGroup && besideOf(this.#root, this.#activeGroup.id, side);
  }

  /** Gives a group the keyboard. */
  focus(group: number): void {
    if (group !== this.#activeGroup?.id) this.#put(this.#root, group);
  }

  close(at: SessionRef): void {
    this.#close([at]);
  }

  /** What it shows is called otherwise now. */
  replace(at: SessionRef, by: Tab): void {
    this.#recent = this.#recent.map((key) => (key === tabKey(at) ? tabKey(by) : key));
    this.#put(tree.replaceTab(this.#root, tabKey(at), by));
  }

  /** All of its group but this one. */
  closeOthers(at: SessionRef): void {
    const group = this.groupOf(at);
    if (group) this.#close(group.tabs.filter((tab) => tabKey(tab) !== tabKey(at)));
  }

  closeGroup(at: SessionRef): void {
    this.#close(this.groupOf(at)?.tabs ?? []);
  }

  /** Closes what can't be opened again. */
  drop(gone: readonly SessionRef[]): void {
    this.#close(gone);
    const keys = gone.map(tabKey);
    this.#closed = this.#closed.filter(({ tab }) => !keys.includes(tabKey(tab)));
    this.#aside = this.#aside.filter((tab) => !keys.includes(tabKey(tab)));
  }

  /** Keeps nothing of workspaces that are gone. */
  leaveOnly(workspaces: ReadonlySet<string>): void {
    const left = this.#aside.filter(({ workspace }) => workspaces.has(workspace));
    if (left.length < this.#aside.length) this.#aside = left;
  }

  /** Opens what was closed last where it was, of what may be. */
  reopen(may: (tab: Tab) => boolean = () => true): Tab | undefined {
    const rest = [...this.#closed];
    let last = rest.pop();
    while (last && (this.has(last.tab) || !may(last.tab))) last = rest.pop();
    this.#closed = rest;
    if (!last) return undefined;
    const { tab, group, index } = last;
    const there = this.#groups.some(({ id }) => id === group);
    const id = there ? group : (this.#activeGroup?.id ?? group);
    this.#put(tree.insert(this.#root, id, tab, there ? index : undefined), id);
    return tab;
  }

  resize({ path, index }: Sash, by: number, least: number): void {
    this.#put(tree.resize(this.#root, path, index, by, least));
  }

  even({ path }: Sash): void {
    this.#put(tree.even(this.#root, path));
  }

  /** The group that has the keyboard fills the window, or all are shown again. */
  toggleMaximised(): void {
    this.#maximised = this.#maximised === undefined ? this.#activeGroup?.id : undefined;
    this.#put(this.#root);
  }

  neighbour(step: number): Tab | undefined {
    const { active } = this;
    const index = this.#items.findIndex((tab) => active && tabKey(tab) === tabKey(active));
    if (index < 0) return this.#items[0];
    return this.#items[(index + step + this.#items.length) % this.#items.length];
  }

  #close(ats: readonly SessionRef[]): void {
    let root = this.#root;
    const closed: Closed[] = [];
    for (const at of ats) {
      const group = tree.groupWith(root, tabKey(at));
      const index = group?.tabs.findIndex((tab) => tabKey(tab) === tabKey(at)) ?? -1;
      const tab = group?.tabs[index];
      if (!group || !tab) continue;
      closed.push({ tab, group: group.id, index });
      root = tree.remove(root, tabKey(at));
    }
    if (closed.length === 0) return;
    this.#closed = [...this.#closed, ...closed].slice(-mostClosed);
    this.#put(root);
  }

  /** Every change ends here: what it leaves without a place is forgotten. */
  #put(root: Root, active = this.#activeGroup?.id): void {
    this.#root = root;
    const ids = tree.groupsOf(root).map(({ id }) => id);
    this.#order = [active, ...this.#order.filter((id) => id !== active)].filter(
      (id) => id !== undefined && ids.includes(id),
    ) as number[];
    // Whoever goes to another part wants to see it.
    if (this.#maximised !== undefined && (ids.length < 2 || this.#maximised !== this.#order[0]))
      this.#maximised = undefined;
    const keys = new Set([...this.#items, ...this.#aside].map(tabKey));
    const { active: last } = this;
    const first = [...(last ? [tabKey(last)] : []), ...this.#shown];
    this.#recent = [...new Set([...first, ...this.#recent])].filter((key) => keys.has(key));
    for (const tell of this.#listeners) tell();
  }

  #newId(): number {
    return Math.max(0, ...this.#groups.map(({ id }) => id)) + 1;
  }
}

function plain({ workspace, id, kind }: Tab): Tab {
  return { workspace, id, kind };
}
