import { isTyping } from './focus';

/** A keyboard takes at least so many CSS pixels; an address bar that comes and goes takes less. */
const leastKeyboard = 120;

/**
 * What of the page can be seen. Not every browser makes the page smaller for the keyboard on its screen, and one scrolls it away besides:
 * the page follows by `--visible-height` and `--visible-top`.
 */
export class Viewport {
  #keyboard = $state(false);
  /** By width: the most there was. Turned over, a phone has another. */
  readonly #tallest = new Map<number, number>();

  /** Whether a keyboard on the screen is open. */
  get keyboard(): boolean {
    return this.#keyboard;
  }

  /** Begins to follow; the returned function ends it. */
  follow(root: HTMLElement): () => void {
    const viewport = window.visualViewport;
    if (!viewport) return () => undefined;
    const coarse = matchMedia('(pointer: coarse)');
    const changed = () => {
      // Zoomed in, the visible part is smaller for another reason.
      if (!coarse.matches || viewport.scale !== 1) {
        root.style.removeProperty('--visible-height');
        root.style.removeProperty('--visible-top');
        this.#keyboard = false;
        return;
      }
      this.take(viewport.width, viewport.height, isTyping(document.activeElement));
      root.style.setProperty('--visible-height', `${viewport.height}px`);
      root.style.setProperty('--visible-top', `${viewport.offsetTop}px`);
    };
    const ends = new AbortController();
    const options = { signal: ends.signal };
    for (const name of ['resize', 'scroll']) viewport.addEventListener(name, changed, options);
    // What had the focus may just be taken away, in the middle of the page being drawn: nothing may be changed before that is over.
    const moved = () => queueMicrotask(() => ends.signal.aborted || changed());
    for (const name of ['focusin', 'focusout']) document.addEventListener(name, moved, options);
    coarse.addEventListener('change', changed, options);
    changed();
    return () => {
      ends.abort();
      root.style.removeProperty('--visible-height');
      root.style.removeProperty('--visible-top');
    };
  }

  /** So much is seen now. @param typing whether something has the focus that a keyboard types into. */
  take(width: number, height: number, typing: boolean): void {
    const tallest = Math.max(height, this.#tallest.get(width) ?? 0);
    this.#tallest.set(width, tallest);
    this.#keyboard = typing && tallest - height >= leastKeyboard;
  }
}
