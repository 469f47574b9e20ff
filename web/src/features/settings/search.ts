import type { SettingText } from '$api/generated/settings-texts.gen';

/** Whether every word of a query is somewhere in what is read of a setting: its name, what it does, its id, its values. */
export function matches(text: SettingText, value: string, query: string): boolean {
  const { key, title, description, options = [], suggested = [] } = text;
  const all = [key, title, description, value, ...[...options, ...suggested].flatMap((one) => [one.title, one.value])];
  const read = all.join('\n').toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => read.includes(word));
}
