import type { SessionRef } from '$api/client';
import type { SessionInfo } from '$api/types';
import type { MenuItem } from '$ui/menu';

/** What can be done with sessions from a list; each shows its own errors. */
export interface SessionActions {
  openShell(): void;
  open(session: SessionInfo): void;
  /** In a part of the window of its own, beside what is shown; absent where there is room for one only. */
  openBeside?(session: SessionInfo): void;
  rename(session: SessionInfo, name: string): void;
  /** Shows its past. */
  playBack(session: SessionRef): void;
  /** Asks first when something would be lost. */
  end(session: SessionInfo): void;
  restart(session: SessionInfo): void;
  remove(session: SessionInfo): void;
  /** Whether one is told of what happens in it. */
  muted(session: SessionInfo): boolean;
  /** What changes that. */
  muteItem(session: SessionInfo): MenuItem;
}

/** What happened in a session while nobody looked. */
export interface SessionNews {
  readonly text: string;
  readonly tone: 'wait' | 'fail' | 'done';
}
