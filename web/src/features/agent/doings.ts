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
  /** Begins another session with the turns up to one. */
  fork(turn: number): void;
  openSession(id: string): void;
  /** A session's screen as text; rejects when it is gone. */
  screen(id: string): Promise<string>;
  /** The session of this workspace that an agent's terminal is, while there is one. */
  sessionState(id: string): { readonly name: string; readonly alive: boolean } | undefined;
  readonly mentions: Mentions;
}

/** What a prompt can name. */
export interface Mentions {
  /** Files of the workspace, by their paths in it. */
  files(query: string): Promise<readonly string[]>;
  /** Where a path in the workspace lies. */
  address(path: string): string;
  /** Its terminals. */
  sessions(): readonly { readonly id: string; readonly name: string }[];
  screen(id: string): Promise<string>;
  /** What its last command printed, with that command; undefined when there was none. */
  lastOutput(id: string): Promise<string | undefined>;
}
