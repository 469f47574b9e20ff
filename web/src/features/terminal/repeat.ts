/** Milliseconds until a held key goes on, and from one time to the next. */
const first = 400;
const next = 60;

/**
 * Presses again and again while a button is held. Its own click is the first press; a click at the end of a row of them is none. A finger
 * that moves on to scroll the row ends it.
 */
export function repeat(press: () => void, on: boolean): (button: HTMLElement) => () => void {
  return (button) => {
    if (!on) return () => undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let repeated = false;
    const again = () => {
      repeated = true;
      press();
      timer = setTimeout(again, next);
    };
    const start = () => {
      stop();
      repeated = false;
      timer = setTimeout(again, first);
    };
    const stop = () => clearTimeout(timer);
    const click = (event: Event) => {
      if (repeated) event.stopImmediatePropagation();
      else press();
      repeated = false;
    };
    const ends = ['pointerup', 'pointercancel', 'pointerleave'] as const;
    button.addEventListener('pointerdown', start);
    for (const end of ends) button.addEventListener(end, stop);
    button.addEventListener('click', click);
    return () => {
      stop();
      button.removeEventListener('pointerdown', start);
      for (const end of ends) button.removeEventListener(end, stop);
      button.removeEventListener('click', click);
    };
  };
}
