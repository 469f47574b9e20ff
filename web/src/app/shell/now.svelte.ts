/** The time for what is shown as “2 m”: fine enough for that, and no timer per row. */
export function createNow(every = 15_000): { readonly current: number } {
  let now = $state(Date.now());
  $effect(() => {
    const timer = setInterval(() => (now = Date.now()), every);
    return () => clearInterval(timer);
  });
  return {
    get current() {
      return now;
    },
  };
}
