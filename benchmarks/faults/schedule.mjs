import { Random } from './random.mjs';

/** What happens at a step: decided by seed, step and the kinds of faults, by nothing else. */
export function stepOf(seed, step, faults) {
  const random = new Random(seed, step);
  // Each kind once in every round, so that a short run meets them all.
  const fault = shuffled(faults, new Random(seed ^ 0x5bd1e995, Math.floor(step / faults.length)))[step % faults.length];
  return { step, kind: fault.kind, after: random.between(50, 600), parameters: fault.parameters?.(random) ?? {} };
}

function shuffled(items, random) {
  const left = [...items];
  for (let i = left.length - 1; i > 0; i--) {
    const j = random.between(0, i);
    [left[i], left[j]] = [left[j], left[i]];
  }
  return left;
}
