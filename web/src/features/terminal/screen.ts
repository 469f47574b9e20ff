import type { Size } from '$api/session-stream';

/** What shows a session's bytes. Everything here happens in the order of the calls, each after the bytes before it. */
export interface Screen {
  /** `taken` is called once the bytes were parsed. */
  write(bytes: Uint8Array, taken: () => void): void;
  /** Clears everything and takes a size. */
  reset(size: Size): void;
  resize(size: Size): void;
  /** Puts back the modes that a program may have left behind, and begins a line of its own. */
  newProcess(): void;
  /** Whether the program's queries are answered. */
  answer(on: boolean): void;
  /** The size that would fill the pane; undefined while it isn't shown. */
  readonly fits: Size | undefined;
}
