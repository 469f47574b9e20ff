import type { Point } from './fingers';
import type { Span } from './selection';
import type { Seen, SelectionScreen } from './selection-screen';

export interface SelectingHost {
  screen(): SelectionScreen | undefined;
  /** The command to which a line of the scrollback belongs. */
  commandAt(line: number): number | undefined;
  /** A finger has selected something. */
  selected(): void;
}

/** A selection by fingers as it is shown, within the pane. */
export interface SelectingLook {
  /** Undefined where nothing is selected, and out of view. */
  readonly start: Seen | undefined;
  readonly end: Seen | undefined;
  /** What the bar is about: its upper and lower edge, and where its middle is. */
  readonly top: number;
  readonly bottom: number;
  readonly middle: number;
  readonly pane: { readonly width: number; readonly height: number };
  readonly empty: boolean;
  readonly command: number | undefined;
}

/** Milliseconds from one row to the next while a finger is held at an edge. */
const rowEvery = 60;

/** Selecting by fingers: a long press begins it, its handles change it, and a press elsewhere ends it. */
export class Selecting {
  readonly #host: SelectingHost;
  #look = $state.raw<SelectingLook>();
  #moving = $state(false);
  /** Where it began; undefined while nothing is selected by fingers. */
  #pressed: Point | undefined;
  #word: Span | undefined;
  /** Something was selected since. */
  #had = false;
  /** The end that stays while the other one's handle is drawn. */
  #fixed: number | undefined;
  #at: Point = { x: 0, y: 0 };
  #scrolling: ReturnType<typeof setInterval> | undefined;

  constructor(host: SelectingHost) {
    this.#host = host;
  }

  get look(): SelectingLook | undefined {
    return this.#look;
  }

  /** A finger changes it just now. */
  get moving(): boolean {
    return this.#moving;
  }

  press(at: Point): void {
    const screen = this.#host.screen();
    if (!screen) return;
    this.#pressed = undefined;
    this.#had = false;
    this.#word = screen.wordAt(at);
    if (this.#word) screen.select(this.#word);
    else screen.clear();
    this.#pressed = at;
    // Not every browser can, and some ask for a press before.
    navigator.vibrate?.(10);
    this.refresh();
  }

  /** The finger that pressed goes on. */
  drag(at: Point): void {
    const screen = this.#host.screen();
    const word = this.#word;
    if (!screen || !word || !this.#pressed) return;
    this.#move(screen, at, () => screen.selectFrom(word, this.#at));
  }

  /** A handle was taken. */
  grab(handle: 'start' | 'end'): void {
    const span = this.#host.screen()?.span;
    if (span) this.#fixed = handle === 'start' ? span.end : span.start;
  }

  /** @param at the place in the text that its finger means. */
  pull(at: Point): void {
    const screen = this.#host.screen();
    const fixed = this.#fixed;
    if (!screen || fixed === undefined) return;
    this.#move(screen, at, () => screen.selectBetween(fixed, screen.boundaryAt(this.#at)));
  }

  drop(): void {
    clearInterval(this.#scrolling);
    this.#fixed = undefined;
    this.#moving = false;
    this.refresh();
    if (this.#host.screen()?.span) this.#host.selected();
  }

  /** Nothing is selected any more. True when something was, or the bar was shown. */
  end(): boolean {
    const shown = this.#pressed !== undefined;
    this.#pressed = undefined;
    clearInterval(this.#scrolling);
    this.#moving = false;
    if (shown) this.#host.screen()?.clear();
    this.#look = undefined;
    return shown;
  }

  /** Looks again: other text is selected, or it is elsewhere. */
  refresh(): void {
    const screen = this.#host.screen();
    const pressed = this.#pressed;
    if (!screen || !pressed) return;
    const { span } = screen;
    this.#had ||= span !== undefined;
    // Whoever types deselects.
    if (!span && this.#had) {
      this.end();
      return;
    }
    const start = span && screen.seen(span.start, false);
    const end = span && screen.seen(span.end, true);
    const { x, y } = screen.within(pressed);
    const { size } = screen;
    this.#look = {
      start,
      end,
      top: span ? (start?.top ?? 0) : y,
      bottom: span ? (end?.bottom ?? size.height) : y,
      middle: start && end && start.top === end.top ? (start.left + end.left) / 2 : span ? size.width / 2 : x,
      pane: size,
      empty: !span,
      command: span && this.#host.commandAt(Math.floor(span.start / screen.cols)),
    };
  }

  #move(screen: SelectionScreen, at: Point, select: () => void): void {
    this.#at = at;
    this.#moving = true;
    select();
    const edge = screen.scrolls ? screen.edgeAt(at) : 0;
    clearInterval(this.#scrolling);
    if (edge === 0) return;
    this.#scrolling = setInterval(() => {
      screen.scroll(edge);
      select();
    }, rowEvery);
  }
}
