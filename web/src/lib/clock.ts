/** Time and chance, handed in so that a test decides both. */
export interface Clock {
  now(): number;
  random(): number;
  /** Runs `action` after `milliseconds`; the returned function calls it off. */
  after(milliseconds: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
