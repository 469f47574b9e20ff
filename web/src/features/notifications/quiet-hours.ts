/** Whether it is in quiet hours, as `22:00-07:00` by the device's clock: over midnight where the end is before the beginning. */
export function isQuiet(hours: string, now: Date): boolean {
  const [from, to] = hours.split('-').map(minutes);
  if (from === undefined || to === undefined || Number.isNaN(from + to)) return false;
  const at = now.getHours() * 60 + now.getMinutes();
  return from <= to ? at >= from && at < to : at >= from || at < to;
}

function minutes(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? NaN) * 60 + (minute ?? NaN);
}
