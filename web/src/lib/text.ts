// Control characters, and those that reorder or hide text: a title must not pretend to be another one.
// eslint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text from a program, fit to be shown in one line. */
export function oneLine(text: string, longest = 200): string {
  const clean = text.replace(unsafe, ' ').replace(/\s+/g, ' ').trim();
  return clean.length <= longest ? clean : `${clean.slice(0, longest - 1)}…`;
}

/** Text of several lines from a program, without what can't be seen or changes the order of what is seen. */
export function visible(text: string): string {
  return text.replace(unsafe, (character) => (character === '\n' || character === '\t' ? character : ''));
}

/** `1 session`, `2 sessions`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

// Of those that nobody writes.
const standsForBacktick = '\ue000';

/** Text from elsewhere, fit to be filled in between the backticks of a message. */
export function quotable(text: string): string {
  return text.replaceAll('`', standsForBacktick);
}

/** A message cut at its backticks: what is between two of them is typed or printed. */
export function quoted(message: string): { readonly text: string; readonly code: boolean }[] {
  return message
    .split('`')
    .map((part, index) => ({ text: part.replaceAll(standsForBacktick, '`'), code: index % 2 === 1 }));
}

/** A path as a person says it: the home folder as `~`. */
export function shortPath(path: string, home?: string): string {
  if (!home || home === '/') return path;
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
