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

/** A path as a person says it: the home folder as `~`. */
export function shortPath(path: string, home?: string): string {
  if (!home || home === '/') return path;
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
