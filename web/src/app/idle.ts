/** Knows when a key was last pressed or something touched. */
export function followHands(now: () => number): { idleFor(): number } {
  let last = -Infinity;
  const seen = () => (last = now());
  for (const type of ['keydown', 'pointerdown', 'wheel', 'touchmove', 'paste'] as const)
    window.addEventListener(type, seen, { capture: true, passive: true });
  return { idleFor: () => now() - last };
}
