import { createHash } from 'node:crypto';
import nodeFs from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const project = from('../project.inlang');
const output = from('../messages/dist');

export const messages = from('../messages');
export const { baseLocale, locales, areas } = readSettings();

function readSettings() {
  const settings = JSON.parse(nodeFs.readFileSync(`${project}/settings.json`, 'utf8')) as {
    baseLocale: string;
    locales: string[];
    'plugin.inlang.messageFormat': { pathPattern: string[] };
  };
  const paths = settings['plugin.inlang.messageFormat'].pathPattern;
  const areas = paths.map((path) => path.replace(/.*\/(.*)\.json/, '$1'));
  return { baseLocale: settings.baseLocale, locales: settings.locales, areas };
}

/** What one locale says: by key a text, or one for each case. */
export function textsOf(locale: string): Record<string, unknown> {
  const read = (area: string) =>
    JSON.parse(nodeFs.readFileSync(`${messages}/${locale}/${area}.json`, 'utf8')) as Record<string, unknown>;
  return Object.assign({}, ...areas.map(read));
}

/**
 * Compiles the messages into `messages/dist`. The functions that the page calls are made here of what the compiler makes: the base locale's
 * texts go with the code that says them, into whichever file that is in, and another locale's are loaded together when it is spoken.
 */
export async function compileMessages(): Promise<void> {
  const state = digest();
  if (read('made-from') === state) return;

  const { compile } = await import('@inlang/paraglide-js');
  await compile({
    project,
    outdir: output,
    outputStructure: 'locale-modules',
    cleanOutdir: false,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
    emitReadme: false,
    fs: { ...nodeFs, mkdirSync, writeFileSync, promises: { ...nodeFs.promises, mkdir, writeFile } },
  });

  const keys = Object.keys(textsOf(baseLocale)).sort();
  const compiled = new Map(
    [...read(`messages/${baseLocale}.js`).matchAll(/^export const (\w+) = \/\*\*.*?\*\/ (.*?^\S*?\});?$/gms)].map(
      ([, key = '', code = '']) => [key, code] as const,
    ),
  );
  const missing = keys.filter((key) => !compiled.has(key));
  // A plugin that isn't found is passed over in silence.
  if (missing.length > 0) throw new Error(`These messages were not compiled: ${missing.join(', ')}`);

  const imports = (to: string) =>
    `import { say } from '${to}spoken.js';\nimport * as registry from '${to}registry.js';`;
  const made = (key: string, to: string) =>
    `export const ${key} = /** @type {import('${to}types').Text<typeof import('${to}messages/${baseLocale}.js').${key}>} */ ((i) => say(${keys.indexOf(key)}, ${compiled.get(key)}, i));`;
  await mkdir(`${output}/each`);
  const files: Record<string, string> = {
    'package.json': '{ "type": "module", "sideEffects": false }',
    'types.d.ts': types,
    'spoken.js': spoken(locales.filter((locale) => locale !== baseLocale)),
    'all.js': [imports('./'), ...keys.map((key) => made(key, './'))].join('\n'),
    'each.js': keys.map((key) => `export { ${key} } from './each/${key}.js';`).join('\n'),
    ...Object.fromEntries(keys.map((key) => [`each/${key}.js`, `${imports('../')}\n${made(key, '../')}`])),
    ...Object.fromEntries(
      locales.map((locale) => [
        `${locale}.js`,
        `import * as all from './messages/${locale}.js';\nexport default [${keys.map((key) => `all.${key}`).join(', ')}];`,
      ]),
    ),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(`${output}/${name}`, content);
  await writeFile(`${output}/made-from`, state);
}

const types = `/** What a message takes: nothing, or what is filled in. */
export type Text<T extends (inputs: never) => unknown> = {} extends Parameters<T>[0] ? () => string : (inputs: Parameters<T>[0]) => string;
`;

const spoken = (others: string[]) => `export const baseLocale = '${baseLocale}';
export const locales = /** @type {const} */ (${JSON.stringify(locales)});
/** @type {any[]} What another language says, by number. */
let spoken = [];
/** @param {typeof locales[number]} locale */
export async function speak(locale) {
  /** @type {any[]} */
  let said = [];
${others.map((locale) => `  if (locale === '${locale}') said = (await import('./${locale}.js')).default;`).join('\n')}
  spoken = said;
}
/** @type {(number: number, base: any, inputs: any) => any} */
export const say = (number, base, inputs) => (spoken[number] ?? base)(inputs);
`;

function read(name: string): string {
  return nodeFs.existsSync(`${output}/${name}`) ? nodeFs.readFileSync(`${output}/${name}`, 'utf8') : '';
}

function digest(): string {
  const files = locales.flatMap((locale) => areas.map((area) => `${messages}/${locale}/${area}.json`));
  const hash = createHash('sha256');
  for (const file of [...files, `${project}/settings.json`, from('../package.json'), fileURLToPath(import.meta.url)])
    hash.update(nodeFs.readFileSync(file));
  return hash.digest('hex');
}

/** Nothing is written beside the messages, and nothing again that is as it was: another build may be reading it. */
async function writeFile(path: string, content: string): Promise<void> {
  if (relative(output, path).startsWith('..')) return;
  if (nodeFs.existsSync(path) && nodeFs.readFileSync(path, 'utf8') === content) return;
  const made = `${path}.${process.pid}`;
  nodeFs.writeFileSync(made, content);
  nodeFs.renameSync(made, path);
}

// What the compiler would keep beside its settings.
const mkdirSync = () => undefined;
const writeFileSync = () => undefined;

async function mkdir(path: string): Promise<void> {
  if (!relative(output, path).startsWith('..')) nodeFs.mkdirSync(path, { recursive: true });
}

/** Compiles the messages before they're needed, and again when they change while developing. */
export function compiledMessages(): Plugin {
  return {
    name: 'messages',
    configResolved: compileMessages,
    configureServer(server) {
      server.watcher.add(messages);
      server.watcher.on('change', (path) => {
        if (path.endsWith('.json') && dirname(dirname(path)) === messages) void compileMessages();
      });
    },
  };
}

// node build/messages.ts
if (process.argv[1] === fileURLToPath(import.meta.url)) await compileMessages();
