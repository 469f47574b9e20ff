import type { Place } from './contract';

/** What a part of a conversation can have done outside of it. */
export interface Doings {
  openFile(place: Place): void;
  /** A path as it is shown: from the session's folder, where it lies in that. */
  shown(path: string): string;
  copy(text: string): void;
  /** Who did something, as it is told; untrusted names are plain here. */
  nameOf(principal: string): string;
}
