import type { Place } from './contract';
import type { Standing } from './standing';

/** What a part of a conversation can have done outside of it. */
export interface Doings {
  openFile(place: Place): void;
  /** A path as it is shown: from the session's folder, where it lies in that. */
  shown(path: string): string;
  /** A path from the folder that rules are of; undefined for one that lies elsewhere. */
  within(path: string): string | undefined;
  /** Makes a rule of this agent's. False when it couldn't be made; then that was said. */
  allowFromNowOn(standing: Standing): Promise<boolean>;
  copy(text: string): void;
  /** Who did something, as it is told; untrusted names are plain here. */
  nameOf(principal: string): string;
}
