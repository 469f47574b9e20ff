/** Does it when the page has nothing else to do. The returned function calls it off. */
export function whenIdle(run: () => void): () => void {
  // Safari has no such request.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, 500);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(run);
  return () => cancelIdleCallback(request);
}

/** Knows when a key was last pressed or something touched; `acted` is called with each. */
export function followHands(now: () => number, acted: () => void): { idleFor(): number } {
  let last = -Infinity;
  const seen = () => {
    last = now();
    acted();
  };
  for (const type of ['keydown', 'pointerdown', 'wheel', 'touchmove', 'paste'] as const)
    window.addEventListener(type, seen, { capture: true, passive: true });
  return { idleFor: () => now() - last };
}
