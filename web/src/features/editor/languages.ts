import type { Extension } from '@codemirror/state';
import type { StreamParser } from '@codemirror/language';
import { endingOfName } from './file-kind';

export interface Language {
  /** As people call it. */
  readonly name: string;
  load(): Promise<Extension>;
}

/** An older grammar, one file for each. */
async function legacy<State>(parser: Promise<StreamParser<State>>): Promise<Extension> {
  const { StreamLanguage } = await import('@codemirror/language');
  return StreamLanguage.define(await parser);
}

const clike = () => import('@codemirror/legacy-modes/mode/clike');

type Known = readonly [name: string, endings: string, load: () => Promise<Extension>];

/** Each is loaded with the first file that is of it. */
const known: readonly Known[] = [
  ['JavaScript', 'js mjs cjs jsx', async () => (await import('@codemirror/lang-javascript')).javascript({ jsx: true })],
  [
    'TypeScript',
    'ts mts cts',
    async () => (await import('@codemirror/lang-javascript')).javascript({ typescript: true }),
  ],
  ['TSX', 'tsx', async () => (await import('@codemirror/lang-javascript')).javascript({ typescript: true, jsx: true })],
  ['HTML', 'html htm svelte vue cshtml razor', async () => (await import('@codemirror/lang-html')).html()],
  ['CSS', 'css scss less', async () => (await import('@codemirror/lang-css')).css()],
  ['JSON', 'json jsonc json5 webmanifest ipynb map', async () => (await import('@codemirror/lang-json')).json()],
  ['Markdown', 'md markdown', async () => (await import('@codemirror/lang-markdown')).markdown()],
  ['Python', 'py pyi pyw', async () => (await import('@codemirror/lang-python')).python()],
  ['Rust', 'rs', async () => (await import('@codemirror/lang-rust')).rust()],
  ['C++', 'c h cc cpp cxx hpp hh hxx', async () => (await import('@codemirror/lang-cpp')).cpp()],
  ['Java', 'java', async () => (await import('@codemirror/lang-java')).java()],
  ['Go', 'go', async () => (await import('@codemirror/lang-go')).go()],
  [
    'XML',
    'xml svg xsd xsl csproj fsproj vbproj props targets slnx nuspec resx xaml plist',
    async () => (await import('@codemirror/lang-xml')).xml(),
  ],
  ['SQL', 'sql', async () => (await import('@codemirror/lang-sql')).sql()],
  ['YAML', 'yml yaml', async () => (await import('@codemirror/lang-yaml')).yaml()],
  ['PHP', 'php', async () => (await import('@codemirror/lang-php')).php()],
  ['C#', 'cs csx', () => legacy(clike().then(({ csharp }) => csharp))],
  ['Kotlin', 'kt kts', () => legacy(clike().then(({ kotlin }) => kotlin))],
  ['Scala', 'scala', () => legacy(clike().then(({ scala }) => scala))],
  ['Dart', 'dart', () => legacy(clike().then(({ dart }) => dart))],
  ['Shell', 'sh bash zsh ksh', () => legacy(import('@codemirror/legacy-modes/mode/shell').then(({ shell }) => shell))],
  [
    'PowerShell',
    'ps1 psm1',
    () => legacy(import('@codemirror/legacy-modes/mode/powershell').then((mode) => mode.powerShell)),
  ],
  ['TOML', 'toml', () => legacy(import('@codemirror/legacy-modes/mode/toml').then(({ toml }) => toml))],
  [
    'INI',
    'ini conf cfg env editorconfig properties',
    () => legacy(import('@codemirror/legacy-modes/mode/properties').then((mode) => mode.properties)),
  ],
  ['Ruby', 'rb rake gemspec', () => legacy(import('@codemirror/legacy-modes/mode/ruby').then(({ ruby }) => ruby))],
  ['Lua', 'lua', () => legacy(import('@codemirror/legacy-modes/mode/lua').then(({ lua }) => lua))],
  ['Perl', 'pl pm', () => legacy(import('@codemirror/legacy-modes/mode/perl').then(({ perl }) => perl))],
  ['Swift', 'swift', () => legacy(import('@codemirror/legacy-modes/mode/swift').then(({ swift }) => swift))],
  ['R', 'r', () => legacy(import('@codemirror/legacy-modes/mode/r').then(({ r }) => r))],
  ['Diff', 'diff patch', () => legacy(import('@codemirror/legacy-modes/mode/diff').then(({ diff }) => diff))],
  ['CMake', 'cmake', () => legacy(import('@codemirror/legacy-modes/mode/cmake').then(({ cmake }) => cmake))],
  [
    'Dockerfile',
    'dockerfile',
    () => legacy(import('@codemirror/legacy-modes/mode/dockerfile').then((mode) => mode.dockerFile)),
  ],
];

/** Those that a whole name says. */
const byName: Readonly<Record<string, string>> = {
  dockerfile: 'Dockerfile',
  containerfile: 'Dockerfile',
  'cmakelists.txt': 'CMake',
  '.bashrc': 'Shell',
  '.profile': 'Shell',
  '.zshrc': 'Shell',
  '.gitconfig': 'INI',
  gemfile: 'Ruby',
  rakefile: 'Ruby',
  'cargo.lock': 'TOML',
};

/** The language of a file, by its name; undefined when it is none that is known. */
export function languageOf(path: string): Language | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const called = byName[name];
  const ending = endingOfName(path);
  const found = known.find(([title, endings]) =>
    called === undefined ? ending !== '' && endings.split(' ').includes(ending) : title === called,
  );
  return found && { name: found[0], load: found[2] };
}
