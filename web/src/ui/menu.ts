import type { IconName } from './icons';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  /** Why it can't be chosen now. */
  readonly unavailable?: string;
  run(): void;
}
