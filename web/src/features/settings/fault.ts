import { m } from '$lib/messages';
import { fits, type Shape } from './fits';

/** Why a setting can't have a value, and what it can; undefined when it can. */
export function faultOf(value: unknown, shape: Shape, patternWords?: string): string | undefined {
  if (fits(value, shape)) return undefined;
  switch (shape.type) {
    case 'boolean':
      return m.settings_must_boolean();
    case 'integer':
      return m.settings_must_number({ least: shape.minimum ?? 0, most: shape.maximum ?? 0 });
    case 'choice':
      return m.settings_must_choice({
        values: (shape.options ?? []).map((option) => JSON.stringify(option)).join(', '),
      });
    case 'list':
      return Array.isArray(value) && value.length <= (shape.most ?? Infinity)
        ? m.settings_must_entry({ number: 1 + value.findIndex((one) => shape.item && !fits(one, shape.item)) })
        : m.settings_must_list({ most: shape.most ?? 0 });
    default:
      return patternWords
        ? m.settings_must_be({ words: patternWords })
        : m.settings_must_text({ most: shape.longest ?? 0 });
  }
}
