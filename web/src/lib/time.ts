const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
];

/** How long ago, in one short word: `now`, `2 m`, `4 h`, `3 d`. */
export function ago(then: string | number | undefined, now: number): string {
  if (then === undefined) return '';
  const elapsed = now - new Date(then).getTime();
  for (const [unit, size] of units) if (elapsed >= size) return `${Math.floor(elapsed / size)} ${unit}`;
  return 'now';
}

/** How long something took: `0.4 s`, `42 s`, `3 m 5 s`, `2 h 10 m`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return pair(Math.floor(whole / 60), 'm', whole % 60, 's');
  if (whole < 86_400) return pair(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'm');
  return pair(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3600), 'h');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
