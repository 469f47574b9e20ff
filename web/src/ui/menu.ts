import type { IconName } from './icons';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  /** The key that does the same, as it is shown. */
  readonly keys?: string;
  readonly danger?: boolean;
  /** Begins another kind of item. */
  readonly apart?: boolean;
  /** Why it can't be chosen now. */
  readonly unavailable?: string;
  run(): void;
}

/** What a menu opens at: a button, or a point that was pressed. */
export type MenuAnchor = HTMLElement | { getBoundingClientRect(): DOMRect };

export function pointAnchor(x: number, y: number): MenuAnchor {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}
