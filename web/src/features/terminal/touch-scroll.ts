import type { Terminal } from '@xterm/xterm';

/** Lets a finger scroll: through the scrollback, or through a full-screen program by arrow keys as a wheel would. */
export function touchScroll(
  element: HTMLElement,
  terminal: Terminal,
  cellHeight: () => number,
  arrow: (up: boolean) => void,
): () => void {
  let last = 0;
  let rest = 0;

  const start = (event: TouchEvent) => {
    last = event.touches[0]?.clientY ?? 0;
    rest = 0;
  };
  const move = (event: TouchEvent) => {
    const y = event.touches[0]?.clientY;
    const height = cellHeight();
    if (y === undefined || event.touches.length > 1 || height <= 0) return;
    rest += last - y;
    last = y;
    const lines = Math.trunc(rest / height);
    if (lines === 0) return;
    rest -= lines * height;
    event.preventDefault();
    if (terminal.buffer.active.type === 'normal') terminal.scrollLines(lines);
    else for (let line = 0; line < Math.abs(lines); line++) arrow(lines < 0);
  };

  element.addEventListener('touchstart', start, { passive: true });
  element.addEventListener('touchmove', move, { passive: false });
  return () => {
    element.removeEventListener('touchstart', start);
    element.removeEventListener('touchmove', move);
  };
}
