/** What `terminal.fontSize` may be, in CSS pixels. */
const [smallest, largest] = [6, 40];

/** How large letters become that two fingers draw apart: whole pixels, and the scale at which they are shown until the fingers are gone. */
export function pinched(size: number, scale: number): { readonly size: number; readonly scale: number } {
  const wanted = Math.min(largest, Math.max(smallest, size * scale));
  return { size: Math.round(wanted), scale: wanted / size };
}
