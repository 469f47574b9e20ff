/** Calls back before each frame with the milliseconds since the last one. Returns its end. */
export function eachFrame(tick: (elapsed: number) => void): () => void {
  let last = performance.now();
  let handle = requestAnimationFrame(function frame(now) {
    // A hidden page draws nothing: what passed meanwhile doesn't count.
    tick(Math.min(250, Math.max(0, now - last)));
    last = now;
    handle = requestAnimationFrame(frame);
  });
  return () => cancelAnimationFrame(handle);
}
