/** Which rows of a long list are drawn: those that are seen, and some above and below. */
export function windowed(count: number, rowHeight: number, top: number, height: number, spare = 12): [number, number] {
  if (rowHeight <= 0) return [0, 0];
  const from = Math.max(0, Math.min(count, Math.floor(top / rowHeight)) - spare);
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  return [from, Math.max(from, to)];
}
