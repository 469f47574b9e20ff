import { holds, keysIn, type Known, type When } from '$lib/when';

/** Whether there is a moment at which both hold. Of too many keys to go through, there is. */
export function mayBothHold(one: When, other: When, known: Known): boolean {
  const both: When = { all: [one, other] };
  const keys = [...keysIn(both)];
  if (keys.length > 10) return true;
  const tries = (chosen: ReadonlyMap<string, boolean | string>): boolean => {
    const sure = holdsSurely(both, chosen);
    const key = keys[chosen.size];
    // What is said by some of the keys needs no more of them.
    if (sure !== undefined || key === undefined) return sure ?? false;
    const kind = known[key];
    const values = kind === true || kind === undefined ? [true, false] : kind;
    return values.some((value) => tries(new Map([...chosen, [key, value]])));
  };
  return tries(new Map());
}

/** Undefined while it depends on keys that aren't chosen yet. */
function holdsSurely(when: When, chosen: ReadonlyMap<string, boolean | string>): boolean | undefined {
  if ('not' in when) {
    const inner = holdsSurely(when.not, chosen);
    return inner === undefined ? undefined : !inner;
  }
  if ('key' in when) return chosen.has(when.key) ? holds(when, (key) => chosen.get(key) ?? false) : undefined;
  const decides = 'any' in when;
  let sure: boolean | undefined = !decides;
  for (const part of decides ? when.any : when.all) {
    const holding = holdsSurely(part, chosen);
    if (holding === decides) return decides;
    if (holding === undefined) sure = undefined;
  }
  return sure;
}
