import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const schemaFile = fileURLToPath(
  new URL('../../src/Dispatch.Protocol/Settings/settings.schema.json', import.meta.url),
);

interface Schema {
  sections: { id: string; title: string; settings: Setting[] }[];
}

interface Setting {
  key: string;
  title: string;
  description: string;
  layers: string[];
  default: unknown;
  shape: Shape;
  hidden?: boolean;
}

type Shape = Record<string, unknown> & { type: string };

const head =
  '// Generated from src/Dispatch.Protocol/Settings/settings.schema.json by npm run generate; never edited.\n';

/** What the settings are called in English. Other languages say the same keys, by hand. */
export const englishFile = fileURLToPath(new URL('../messages/en/setting.json', import.meta.url));

/**
 * Writes what the page needs of the settings' schema: types, shapes and defaults for its first code, and apart from that what people read,
 * which is loaded with what shows it.
 */
export async function generateSettings(output: string, texts: string, input = schemaFile): Promise<void> {
  const { sections } = JSON.parse(await readFile(input, 'utf8')) as Schema;
  const all = sections.flatMap((section) => section.settings);
  const entries = (value: (setting: Setting) => unknown) =>
    `{\n${all.map((setting) => `  ${JSON.stringify(setting.key)}: ${JSON.stringify(value(setting))},\n`).join('')}}`;
  await writeFile(
    join(output, 'settings.gen.ts'),
    `${head}
export interface SettingValues {
${all.map(({ key, shape }) => `  ${JSON.stringify(key)}: ${typeOf(shape)};\n`).join('')}}

export const defaults: SettingValues = ${entries((setting) => setting.default)};

/** Where each can be set: first where people mean it to be. */
export const layersOf = ${entries((setting) => setting.layers)} as const;

export const shapes = ${entries((setting) => bare(setting.shape))};
`,
  );
  const english: Record<string, string> = {};
  const said = (key: string, text: string) => {
    english[key] = text;
    return `get title() { return m.${key}(); }`;
  };
  await writeFile(
    join(output, 'settings-texts.gen.ts'),
    `${head}
import { m } from '$lib/messages';
import type { SettingValues } from './settings.gen';

export interface SettingText {
  readonly key: keyof SettingValues;
  readonly title: string;
  readonly description: string;
  /** The values of a choice. */
  readonly options?: readonly { readonly value: string; readonly title: string }[];
  /** What most people choose among. */
  readonly suggested?: readonly { readonly value: number; readonly title: string }[];
  readonly unit?: string;
  /** What its pattern takes, as it reads behind "must be". */
  readonly patternWords?: string;
}

export interface SettingGroup {
  readonly id: string;
  readonly title: string;
  readonly settings: readonly SettingText[];
}

export const sections: readonly SettingGroup[] = [
${sections
  .map((section) => ({ ...section, settings: section.settings.filter((setting) => !setting.hidden) }))
  .filter(({ settings }) => settings.length > 0)
  .map(
    ({ id, title, settings }) => `  {
    id: ${JSON.stringify(id)},
    ${said(`setting_group_${id}`, title)},
    settings: [
${settings.map((setting) => `      ${textOf(setting, said)},\n`).join('')}    ],
  },
`,
  )
  .join('')}];
`,
  );
  await writeFile(texts, `${JSON.stringify(english, null, 2)}\n`);
}

/** What is read of a setting. Each text is a message, so that it is said in the page's language. */
function textOf({ key, title, description, shape }: Setting, said: (key: string, text: string) => string): string {
  const name = `setting_${key.toLowerCase().replaceAll('.', '_')}`;
  const getter = (property: string, id: string, text: string) => said(id, text).replace('title', property);
  const values = (all: { value: unknown; title: string }[]) =>
    `[${all.map(({ value, title }) => `{ value: ${JSON.stringify(value)}, ${said(`${name}_is_${value}`, title)} }`).join(', ')}]`;
  const { options, suggested, unit, patternWords } = shape as {
    options?: { value: string; title: string }[];
    suggested?: { value: number; title: string }[];
    unit?: string;
    patternWords?: string;
  };
  const parts = [
    `key: ${JSON.stringify(key)}`,
    said(`${name}_title`, title),
    getter('description', `${name}_about`, description),
    options && `options: ${values(options)}`,
    suggested && `suggested: ${values(suggested)}`,
    unit && getter('unit', `setting_unit_${unit}`, unit),
    patternWords && getter('patternWords', `${name}_must`, patternWords),
  ];
  return `{ ${parts.filter(Boolean).join(', ')} }`;
}

function typeOf(shape: Shape): string {
  switch (shape.type) {
    case 'boolean':
      return 'boolean';
    case 'integer':
      return 'number';
    case 'text':
      return shape.pattern ? literalsOf(shape) : 'string';
    case 'choice':
      return [
        ...(shape.options as { value: string }[]).map(({ value }) => JSON.stringify(value)),
        ...(shape.pattern ? [literalsOf(shape)] : []),
      ].join(' | ');
    case 'list':
      return `readonly ${parenthesised(typeOf(shape.item as Shape))}[]`;
    case 'object': {
      const optional = shape.optional as string[];
      const fields = Object.entries(shape.fields as Record<string, Shape>);
      return `{ ${fields.map(([name, of]) => `readonly ${name}${optional.includes(name) ? '?' : ''}: ${typeOf(of)}`).join('; ')} }`;
    }
    default:
      throw new Error(`There is no shape ${shape.type}.`);
  }
}

/** What begins with the same letters is told apart by its type. */
function literalsOf(shape: Shape): string {
  const beginning = /^[a-z#-]+/.exec(String(shape.pattern))?.[0];
  return beginning ? `\`${beginning}\${string}\`` : 'string';
}

function parenthesised(type: string): string {
  return type.includes('|') ? `(${type})` : type;
}

/** Without what only people need. */
function bare(shape: Shape): unknown {
  return JSON.parse(
    JSON.stringify(shape, (name, value: unknown) => {
      if (['unit', 'suggested', 'patternWords'].includes(name)) return undefined;
      if (name === 'options') return (value as { value: string }[]).map((option) => option.value);
      return value;
    }),
  );
}
