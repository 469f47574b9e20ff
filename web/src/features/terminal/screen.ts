import type { Colors, Size } from '$api/session-stream';

/** What shows a session's bytes. Everything here happens in the order of the calls, each after the bytes before it. */
export interface Screen {
  /** `taken` is called once the bytes were parsed. */
  write(bytes: Uint8Array, taken: () => void): void;
  /** Clears everything and takes a size. */
  reset(size: Size): void;
  /** Shows another screen in the place of everything so far, at once and whole. */
  restore(size: Size, bytes: Uint8Array, taken: () => void): void;
  resize(size: Size): void;
  /** Puts back the modes that a program may have left behind, and begins a line of its own. */
  newProcess(): void;
  /** Whether what is written happens now, rather than being replayed. */
  live(on: boolean): void;
  /** The shell's latest command has this number. */
  commandStarted(number: number): void;
  /** Calls back when what was parsed so far has been drawn. */
  painted(done: () => void): void;
  /** The size that would fill the pane; undefined while it isn't shown. */
  readonly fits: Size | undefined;
  /** What it draws with where a program names no colour. */
  readonly colors: Colors;
}
