import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const features = [
  'agent',
  'editor',
  'files',
  'help',
  'keys',
  'models',
  'notifications',
  'offline',
  'opinions',
  'palette',
  'presence',
  'sessions',
  'settings',
  'sign-in',
  'switcher',
  'terminal',
  'welcome',
  'workspaces',
];

/** Forbids imports of `groups` in `files`; the message says where such a thing belongs. */
function border(files, groups, message) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [{ group: groups, message }] }] } };
}

export default ts.config(
  { ignores: ['dist/', 'messages/dist/', 'src/api/generated/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'svelte/no-at-html-tags': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SvelteAttribute[key.name="style"]',
          message: "The page's policy forbids style attributes; use style: directives.",
        },
      ],
      // A set or map that no component reads needs no reactive twin; the compiler can't tell which is which.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  ...features.map((feature) =>
    border(
      [`src/features/${feature}/**`],
      ['**/app/**', ...features.filter((other) => other !== feature).map((other) => `**/${other}/**`)],
      'A feature imports ui, api, lib and itself. Only app knows two features.',
    ),
  ),
  border(
    ['src/ui/**', 'src/gallery/**'],
    ['**/features/**', '**/app/**', '$api/**'],
    'The kit knows no feature and no wire.',
  ),
  border(
    ['src/lib/**'],
    ['**/features/**', '**/app/**', '$api/**', '**/api/**', '$ui/**', 'svelte', 'svelte/**'],
    'lib is pure TypeScript.',
  ),
  border(['src/api/**'], ['**/features/**', '**/app/**', '$ui/**'], 'The wire knows no view.'),
);
