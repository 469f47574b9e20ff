export interface Swipe {
  /** What goes along with the finger. */
  moved(): readonly (Element | null | undefined)[];
  /** Whether there is anything to go to. */
  can(): boolean;
  /** 1 to what comes next, so to the left; -1 to what was before. */
  swiped(step: 1 | -1): void;
}

/** CSS pixels that a finger goes at least. */
const least = 60;
const duration = 160;
const easing = 'cubic-bezier(0.2, 0, 0, 1)';

/** Where a finger that went so far leads: across, rather than up or down. */
export function stepOf(across: number, along: number): 1 | -1 | undefined {
  if (Math.abs(across) <= least || Math.abs(across) <= 2 * Math.abs(along)) return undefined;
  return across < 0 ? 1 : -1;
}

/** Lets a finger go across an element to what is next to it: what is shown follows, and what comes next slides in from its side. */
export function swipe({ moved, can, swiped }: Swipe): (element: HTMLElement) => () => void {
  return (element) => {
    let from: { x: number; y: number } | undefined;
    let across = 0;
    const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
    const parts = () => moved().filter((part) => part instanceof HTMLElement);
    const show = (distance: number) => {
      for (const part of parts()) part.style.translate = distance === 0 ? '' : `${distance}px`;
    };
    const slide = (begin: number, opacity = 1) => {
      if (still()) return;
      for (const part of parts())
        part.animate(
          [
            { translate: `${begin}px`, opacity },
            { translate: '0px', opacity: 1 },
          ],
          { duration, easing },
        );
    };

    const start = ({ touches }: TouchEvent) => {
      const [touch] = touches;
      show(0);
      across = 0;
      from = touches.length === 1 && touch && can() ? { x: touch.clientX, y: touch.clientY } : undefined;
    };
    const move = ({ touches }: TouchEvent) => {
      const [touch] = touches;
      if (!from || !touch || still()) return;
      across = touch.clientX - from.x;
      show(Math.abs(across) > 8 ? across : 0);
    };
    const end = (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!touch || !from) return;
      const step = event.type === 'touchend' ? stepOf(touch.clientX - from.x, touch.clientY - from.y) : undefined;
      from = undefined;
      show(0);
      if (step) {
        swiped(step);
        slide((step * element.clientWidth) / 2, 0);
      } else if (across !== 0) slide(across);
    };
    element.addEventListener('touchstart', start, { passive: true });
    element.addEventListener('touchmove', move, { passive: true });
    for (const name of ['touchend', 'touchcancel'] as const) element.addEventListener(name, end);
    return () => {
      show(0);
      element.removeEventListener('touchstart', start);
      element.removeEventListener('touchmove', move);
      for (const name of ['touchend', 'touchcancel'] as const) element.removeEventListener(name, end);
    };
  };
}
