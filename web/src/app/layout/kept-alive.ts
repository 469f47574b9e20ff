/**
 * So many sessions are kept as they are, attached and drawn; one that was not looked at for longest is rebuilt from a snapshot when it is
 * shown again.
 */
const most = 20;
/** Cells of their scrollbacks that may be kept, of 12 bytes each. The last few are kept whatever they take. */
const mostCells = 12_000_000;
const lastFew = 4;

/**
 * Which tabs are kept.
 * @param keys those that are shown, then the last looked at first.
 * @param shown how many are shown.
 */
export function keptAlive(keys: readonly string[], shown: number, cellsOf: (key: string) => number): string[] {
  let cells = 0;
  return keys.slice(0, Math.max(most, shown)).filter((key, at) => {
    cells += cellsOf(key);
    return at < Math.max(lastFew, shown) || cells <= mostCells;
  });
}
