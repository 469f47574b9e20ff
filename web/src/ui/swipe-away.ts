/** Lets a finger push an element aside: it follows, and `gone` is told when it is let go far enough out. Returns what takes it away again. */
export function swipeAway(gone: () => void): (element: HTMLElement) => () => void {
  return (element) => {
    let from: { x: number; y: number } | undefined;
    let across = 0;
    let swiping = false;
    const show = (distance: number) => {
      element.style.translate = distance === 0 ? '' : `${distance}px`;
      element.style.opacity = distance === 0 ? '' : String(Math.max(0.2, 1 - Math.abs(distance) / element.clientWidth));
    };
    const start = ({ touches }: TouchEvent) => {
      const [touch] = touches;
      from = touches.length === 1 && touch ? { x: touch.clientX, y: touch.clientY } : undefined;
      across = 0;
      swiping = false;
    };
    const move = (event: TouchEvent) => {
      const [touch] = event.touches;
      if (!from || !touch) return;
      across = touch.clientX - from.x;
      // Up and down is scrolling.
      if (!swiping && Math.abs(touch.clientY - from.y) > Math.abs(across)) from = undefined;
      else if (Math.abs(across) > 12) swiping = true;
      if (!swiping) return;
      event.preventDefault();
      show(across);
    };
    const end = (event: TouchEvent) => {
      if (swiping && event.type === 'touchend') event.preventDefault();
      const far = swiping && event.type === 'touchend' && Math.abs(across) > element.clientWidth * 0.4;
      from = undefined;
      swiping = false;
      show(0);
      if (far) gone();
    };
    element.addEventListener('touchstart', start, { passive: true });
    element.addEventListener('touchmove', move, { passive: false });
    for (const name of ['touchend', 'touchcancel'] as const) element.addEventListener(name, end);
    return () => {
      element.removeEventListener('touchstart', start);
      element.removeEventListener('touchmove', move);
      for (const name of ['touchend', 'touchcancel'] as const) element.removeEventListener(name, end);
    };
  };
}
