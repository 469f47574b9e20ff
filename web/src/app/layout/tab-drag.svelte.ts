import type { Tabs } from '../tabs.svelte';
import { halfOf, sideAt, type Box } from './boxes';
import { tabKey, type Side, type Tab } from './tree';

/** Where a dragged tab would land. */
export type Drop =
  | { readonly at: 'side'; readonly group: number; readonly side: Side; readonly preview: Box }
  | { readonly at: 'middle'; readonly group: number; readonly preview: Box }
  | {
      readonly at: 'bar';
      readonly group: number;
      readonly index: number;
      /** Where, from the left of the bar. */ readonly left: number;
    };

/** What a drag needs to know of the window. */
export interface DragPlace {
  /** The part of the window that is divided. */
  readonly area: DOMRect;
  /** How much of each group its tabs take, at the top. */
  readonly bar: number;
  /** The tabs of a group, from left to right, without the dragged one. */
  tabsOf(group: number): readonly DOMRect[];
}

/** So far does a pointer move before it is a drag, in CSS pixels. */
const slack = 5;

/** A tab on its way to another place. */
export class TabDrag {
  readonly #tabs: Tabs;
  #tab: Tab | undefined;
  #from = { x: 0, y: 0 };
  #moving = $state(false);
  #drop = $state.raw<Drop>();
  #to = $state.raw({ x: 0, y: 0 });

  constructor(tabs: Tabs) {
    this.#tabs = tabs;
  }

  /** The tab, once it is dragged. */
  get moving(): Tab | undefined {
    return this.#moving ? this.#tab : undefined;
  }

  get drop(): Drop | undefined {
    return this.#drop;
  }

  /** Where the pointer is. */
  get to(): { readonly x: number; readonly y: number } {
    return this.#to;
  }

  press(tab: Tab, x: number, y: number): void {
    this.#tab = tab;
    this.#from = { x, y };
  }

  move(x: number, y: number, place: () => DragPlace): void {
    if (!this.#tab) return;
    if (!this.#moving && Math.hypot(x - this.#from.x, y - this.#from.y) < slack) return;
    this.#moving = true;
    this.#to = { x, y };
    this.#drop = this.#dropAt(x, y, place());
  }

  /** Puts the tab there. True when it was a drag. */
  release(): boolean {
    const { moving, drop } = this;
    this.cancel();
    if (!moving) return false;
    if (drop?.at === 'side') this.#tabs.split(moving, drop.side, drop.group);
    else if (drop?.at === 'middle') this.#tabs.move(moving, drop.group);
    else if (drop) this.#tabs.move(moving, drop.group, drop.index);
    return true;
  }

  cancel(): void {
    this.#tab = this.#drop = undefined;
    this.#moving = false;
  }

  #dropAt(x: number, y: number, { area, bar, tabsOf }: DragPlace): Drop | undefined {
    const [right, down] = [(x - area.left) / area.width, (y - area.top) / area.height];
    const box = this.#tabs.boxes.find(
      ({ left, top, width, height }) => right >= left && right < left + width && down >= top && down < top + height,
    );
    if (!box || !this.#tab) return undefined;
    const group = box.group.id;
    const below = y - area.top - box.top * area.height;
    if (below < bar) {
      const tabs = tabsOf(group);
      const index = tabs.filter((tab) => tab.left + tab.width / 2 < x).length;
      const border = tabs[index]?.left ?? tabs.at(-1)?.right ?? area.left + box.left * area.width;
      return { at: 'bar', group, index, left: border - area.left - box.left * area.width };
    }
    const side = sideAt((right - box.left) / box.width, (below - bar) / (box.height * area.height - bar));
    // Alone in its group it has all of that place already.
    const alone = box.group.tabs.length === 1 && box.group.active === tabKey(this.#tab);
    if (side === 'middle' || alone) return { at: 'middle', group, preview: box };
    return { at: 'side', group, side, preview: halfOf(box, side) };
  }
}
