/** Tells when a finger goes across an element: 1 to the left, so to what comes next, -1 to the right. */
export function swipe(swiped: (step: 1 | -1) => void): (element: HTMLElement) => () => void {
  return (element) => {
    let from: { x: number; y: number } | undefined;
    const start = (event: TouchEvent) => {
      const touch = event.touches[0];
      from = touch && { x: touch.clientX, y: touch.clientY };
    };
    const end = (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!touch || !from) return;
      const across = touch.clientX - from.x;
      if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(touch.clientY - from.y)) swiped(across < 0 ? 1 : -1);
    };
    element.addEventListener('touchstart', start, { passive: true });
    element.addEventListener('touchend', end);
    return () => {
      element.removeEventListener('touchstart', start);
      element.removeEventListener('touchend', end);
    };
  };
}
