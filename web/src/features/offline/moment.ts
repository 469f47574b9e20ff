import { region } from '$lib/locale';

/** When something was: the time, and the day where it was another one. */
export function momentOf(then: number, now: number): string {
  const date = new Date(then);
  const sameDay = date.toDateString() === new Date(now).toDateString();
  return date.toLocaleString(region(), { ...(sameDay ? {} : { dateStyle: 'medium' }), timeStyle: 'short' });
}
