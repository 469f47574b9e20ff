import { dayOfYear, timeOfDay } from '$lib/time';

/** `0:07`, `12:34`, `1:02:03`. */
export function position(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The time of day, with the day when it is another one. */
export function moment(time: number, now: number): string {
  const day = (at: number) => new Date(at).toDateString();
  return day(time) === day(now) ? timeOfDay(time) : `${dayOfYear(time)}, ${timeOfDay(time)}`;
}
