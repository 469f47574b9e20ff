/**
 * Does each step once those are done that it needs, or comes after because both would take the whole machine; the first of the list first,
 * and never more than so many at once.
 */
export async function inOrderOfNeed(steps, lanes, act) {
  const waiting = [...steps];
  const undone = new Set(steps.map(({ name }) => name));
  const running = new Set();
  while (waiting.length + running.size > 0) {
    const at = waiting.findIndex(
      ({ needs = [], after = [] }) => ![...needs, ...after].some((name) => undone.has(name)),
    );
    if (at >= 0 && running.size < lanes) {
      const [step] = waiting.splice(at, 1);
      const done = act(step).then(() => {
        undone.delete(step.name);
        running.delete(done);
      });
      running.add(done);
    } else if (running.size > 0) {
      await Promise.race(running);
    } else {
      throw new Error(`these steps need each other: ${waiting.map(({ name }) => name).join(' ')}`);
    }
  }
}
