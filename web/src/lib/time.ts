import { region } from './locale';
import { m } from './messages';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

/** How long ago, in one short word: `now`, `2 m`, `4 h`, `3 d`. */
export function ago(then: string | number | undefined, now: number): string {
  if (then === undefined) return '';
  const elapsed = now - new Date(then).getTime();
  if (elapsed >= day) return m.common_days({ count: number(Math.floor(elapsed / day)) });
  if (elapsed >= hour) return m.common_hours({ count: number(Math.floor(elapsed / hour)) });
  return elapsed >= minute ? m.common_minutes({ count: number(Math.floor(elapsed / minute)) }) : m.common_now();
}

/** How long ago, in words: `2 min. ago`, `yesterday`; undefined for less than a minute. */
export function since(then: string | number, now: number): string | undefined {
  const elapsed = now - new Date(then).getTime();
  const [unit, size] =
    elapsed >= day
      ? (['day', day] as const)
      : elapsed >= hour
        ? (['hour', hour] as const)
        : (['minute', minute] as const);
  if (elapsed < minute) return undefined;
  return new Intl.RelativeTimeFormat(region(), { style: 'short', numeric: 'auto' }).format(
    -Math.floor(elapsed / size),
    unit,
  );
}

/** How long something took: `12 ms`, `0.4 s`, `42 s`, `3 m 5 s`, `2 h 10 m`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / second;
  if (seconds < 0.095) return m.common_milliseconds({ count: number(seconds * second) });
  if (seconds < 9.95) return m.common_seconds({ count: number(seconds, 1) });
  const whole = Math.round(seconds);
  const part = (size: number) => Math.floor(whole / (size / second));
  const [days, hours, minutes] = [part(day), part(hour) % 24, part(minute) % 60];
  if (days > 0) return pair(m.common_days({ count: number(days) }), hours && m.common_hours({ count: hours }));
  if (hours > 0) return pair(m.common_hours({ count: hours }), minutes && m.common_minutes({ count: minutes }));
  const rest = whole % 60;
  if (minutes > 0) return pair(m.common_minutes({ count: minutes }), rest && m.common_seconds({ count: rest }));
  return m.common_seconds({ count: whole });
}

/** A number as it is written here, with as many digits behind the point. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString(region(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `14:02:11`, on any clock that a region has. */
export function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString(region(), { timeStyle: 'medium', hour12: false });
}

/** `28 Nov`, as a region writes it. */
export function dayOfYear(milliseconds: number): string {
  return new Date(milliseconds).toLocaleDateString(region(), { day: 'numeric', month: 'short' });
}

function pair(large: string, small: string | 0): string {
  return small === 0 ? large : m.common_two_units({ large, small });
}
