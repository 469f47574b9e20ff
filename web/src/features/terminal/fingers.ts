/** Where a finger is, in CSS pixels of the page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What fingers do to a terminal. One does one thing at a time: what began as scrolling never becomes a press, nor a pinch a scroll. */
export interface FingersHost {
  /** The height of a row, in CSS pixels. */
  rowHeight(): number;
  /** Down by so many rows, up when negative. */
  scroll(rows: number): void;
  /** A short press. True: it was meant for the page, and the terminal doesn't hear of it. */
  tap(at: Point): boolean;
  /** One finger stayed where it is. */
  press(at: Point): void;
  /** It moves on after that. */
  drag(at: Point): void;
  drop(): void;
  /** Two fingers are so many times as far apart as at first. */
  pinch(scale: number): void;
  /** @param kept false when the browser took the fingers away. */
  pinched(kept: boolean): void;
}

/** Milliseconds after which a finger that stays has pressed. */
export const pressAfter = 450;
/** CSS pixels within which it stays. */
const still = 10;

type Phase = 'none' | 'waits' | 'scrolls' | 'selects' | 'pinches' | 'over';

export function fingers(element: HTMLElement, host: FingersHost): () => void {
  let phase: Phase = 'none';
  let from: Point = { x: 0, y: 0 };
  let last = 0;
  let rest = 0;
  let apart = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Whatever went on has ended. */
  const end = (kept: boolean) => {
    clearTimeout(timer);
    if (phase === 'pinches') host.pinched(kept);
    if (phase === 'selects') host.drop();
  };

  const start = ({ touches }: TouchEvent) => {
    const [one, two] = touches;
    if (touches.length === 1 && one) {
      phase = 'waits';
      from = pointOf(one);
      last = from.y;
      rest = 0;
      timer = setTimeout(() => {
        phase = 'selects';
        host.press(from);
      }, pressAfter);
      return;
    }
    const begins = touches.length === 2 && phase !== 'selects' && phase !== 'over';
    end(true);
    phase = begins ? 'pinches' : 'over';
    if (one && two) apart = distance(pointOf(one), pointOf(two));
  };

  const move = (event: TouchEvent) => {
    const [one, two] = event.touches;
    if (!one) return;
    const at = pointOf(one);
    if (phase === 'waits' && distance(at, from) > still) {
      clearTimeout(timer);
      phase = 'scrolls';
    }
    if (phase === 'scrolls') scroll(at.y);
    else if (phase === 'selects') host.drag(at);
    else if (phase === 'pinches' && two && apart > 0) host.pinch(distance(at, pointOf(two)) / apart);
    if (phase !== 'waits' && event.cancelable) event.preventDefault();
  };

  const scroll = (y: number) => {
    const height = host.rowHeight();
    if (height <= 0) return;
    rest += last - y;
    last = y;
    const rows = Math.trunc(rest / height);
    rest -= rows * height;
    if (rows !== 0) host.scroll(rows);
  };

  const lift = (event: TouchEvent) => {
    const cancelled = event.type === 'touchcancel';
    // The mouse that a browser makes of a finger would select, or ask for the keyboard.
    const ours = phase === 'waits' && !cancelled ? host.tap(from) : phase !== 'waits';
    if (ours && event.cancelable) event.preventDefault();
    end(!cancelled);
    // A finger that stays behind does nothing more.
    phase = event.touches.length === 0 ? 'none' : 'over';
  };

  // What a browser shows for a finger that stays: this page shows its own.
  const menu = (event: Event) => phase !== 'none' && event.preventDefault();

  element.addEventListener('touchstart', start, { passive: true });
  element.addEventListener('touchmove', move, { passive: false });
  for (const name of ['touchend', 'touchcancel'] as const) element.addEventListener(name, lift);
  element.addEventListener('contextmenu', menu, { capture: true });
  return () => {
    clearTimeout(timer);
    element.removeEventListener('touchstart', start);
    element.removeEventListener('touchmove', move);
    for (const name of ['touchend', 'touchcancel'] as const) element.removeEventListener(name, lift);
    element.removeEventListener('contextmenu', menu, { capture: true });
  };
}

function pointOf({ clientX, clientY }: Touch): Point {
  return { x: clientX, y: clientY };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
