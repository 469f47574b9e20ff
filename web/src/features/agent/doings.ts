import type { CommandAnswer } from '$api/outgoing-commands';
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
  /** What a file was, by the name that a change has for it. Rejects when that isn't kept. */
  contentOf(hash: string): Promise<Uint8Array>;
  /** Keeps a change, or takes it back. */
  review(part: ReviewPart): Promise<boolean>;
  /** Puts files back to what they were before a turn. @param force also those that somebody changed since */
  restore(turn: string, force: boolean): Promise<CommandAnswer>;
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

/** A change that somebody decides about: of a file, or with a line of the part that begins there. */
export interface ReviewPart {
  readonly turn: number;
  readonly path: string;
  readonly accept: boolean;
  readonly line?: number;
  readonly before?: string;
  readonly after?: string;
}
