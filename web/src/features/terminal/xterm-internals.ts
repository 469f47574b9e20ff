import type { Terminal } from '@xterm/xterm';

/**
 * What xterm.js (its version is pinned) has no public way for. Each saves time, or shows what it would show later: where a later
 * version has none of it, nothing happens.
 */
interface Internals {
  readonly _core?: {
    readonly coreService?: { isCursorInitialized: boolean };
    readonly _viewport?: { _isSyncing: boolean; _sync(): void; scrollToLine(line: number, atOnce: boolean): void };
    readonly _writeBuffer?: { handleUserInput(): void };
    readonly _renderService?: { readonly _renderer?: { readonly value?: { readonly _widthCache?: WidthCache } } };
  };
}

interface WidthCache {
  /** By code, of the characters below 256 that are neither bold nor italic. */
  readonly _flat: Float32Array;
  get(character: string, bold: boolean, italic: boolean): number;
}

/** What was measured of a font at a size and resolution: the same for every terminal on the page. */
const measured = new Map<string, Float32Array>();

/**
 * Has the usual characters measured now, once for all terminals. By itself xterm.js measures each in every terminal when it draws the first
 * of it, and that lays out, every time, what it has drawn so far.
 */
function knowLetters(terminal: Terminal): void {
  const cache = coreOf(terminal)?._renderService?._renderer?.value?._widthCache;
  if (!cache) return;
  const { fontFamily, fontSize, fontWeight } = terminal.options;
  const key = [fontFamily, fontSize, fontWeight, window.devicePixelRatio].join();
  const known = measured.get(key);
  if (known) {
    cache._flat.set(known);
    return;
  }

  // In a pane that isn't shown everything is 0 wide, and so it would stay for every terminal.
  if (!terminal.element?.offsetParent) return;
  for (let code = 0x20; code < 0x7f; code++) cache.get(String.fromCharCode(code), false, false);
  measured.set(key, cache._flat.slice());
}

/** Has what is written next parsed within that call, unless something waits before it: xterm.js does so for the echo of a key. */
export function parseAtOnce(terminal: Terminal): void {
  coreOf(terminal)?._writeBuffer?.handleUserInput();
}

const atOnce = new WeakMap<object, () => void>();

/** To be called once the terminal is in its place. The returned function ends what it began. */
export function quicken(terminal: Terminal): () => void {
  // By itself it has no cursor before it had the keyboard: a pane beside the one in use would have none after a reload.
  const state = coreOf(terminal)?.coreService;
  if (state) state.isCursorInitialized = true;
  // While the connection is being made.
  const timer = setTimeout(() => knowLetters(terminal));
  const end = scrollByFrame(terminal);
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** Has the scrollbar follow with the next frame: by itself it is moved, and sets and clears timers, with each line that goes up. */
function scrollByFrame(terminal: Terminal): () => void {
  const viewport = coreOf(terminal)?._viewport;
  if (!viewport) return () => undefined;
  const sync = viewport._sync.bind(viewport);
  let frame: number | undefined;
  atOnce.set(viewport, sync);
  viewport._sync = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      sync();
    });
  };
  return () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}

/** Keeps the scrollbar as it is, which otherwise follows each line that goes up, until the function that it gives is called. */
export function holdScrollbar(terminal: Terminal): () => void {
  const viewport = coreOf(terminal)?._viewport;
  if (!viewport) return () => undefined;
  viewport._isSyncing = true;
  return () => {
    viewport._isSyncing = false;
    viewport._sync();
  };
}

/**
 * Goes to a line once cells are of another size, or there are more or fewer of them. By itself xterm.js keeps the distance from the top in
 * pixels, which is that of another line then.
 */
export function scrollAnew(terminal: Terminal, line: number): void {
  const viewport = coreOf(terminal)?._viewport;
  if (viewport) (atOnce.get(viewport) ?? viewport._sync).call(viewport);
  viewport?.scrollToLine(line, true);
}

function coreOf(terminal: Terminal): Internals['_core'] {
  return (terminal as unknown as Internals)._core;
}
