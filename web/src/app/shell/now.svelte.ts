/** The time for what is shown as “2 m”: fine enough for that, and no timer per row. */
export function createNow(time: { now(): number }, every = 15_000): { readonly current: number } {
  let now = $state(time.now());
  $effect(() => {
    // Also at once when it is learnt how far this device's clock is off.
    now = time.now();
    const timer = setInterval(() => (now = time.now()), every);
    return () => clearInterval(timer);
  });
  return {
    get current() {
      return now;
    },
  };
}
