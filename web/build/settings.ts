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

/**
 * Writes what the page needs of the settings' schema: types, shapes and defaults for its first code, and apart from that what people read,
 * which is loaded with what shows it.
 */
export async function generateSettings(output: string, input = schemaFile): Promise<void> {
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
  const texts = sections.map(({ id, title, settings }) => ({
    id,
    title,
    settings: settings
      .filter((setting) => !setting.hidden)
      .map(({ key, title: name, description, shape }) => ({ key, title: name, description, ...words(shape) })),
  }));
  await writeFile(
    join(output, 'settings-texts.gen.ts'),
    `${head}
export const sections = ${JSON.stringify(
      texts.filter(({ settings }) => settings.length > 0),
      null,
      2,
    )} as const;
`,
  );
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

function words({ options, unit, suggested, patternWords }: Shape) {
  return { options, unit, suggested, patternWords };
}
