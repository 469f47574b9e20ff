// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { literalsOfComponent, literalsOfModule } from './literals';

const sources = fileURLToPath(new URL('../../src/', import.meta.url));

/** Generated, seen only while developing, or written in the names of others, among them CSS, languages and their endings. */
const never = [
  'api/generated/',
  'features/editor/code-theme.ts',
  'features/editor/languages.ts',
  'features/files/file-icons.ts',
  'features/settings/controls/fonts.ts',
  'gallery/',
  'lib/chord.ts',
  'lib/terminal-themes/iterm.ts',
];

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(svelte|ts)$/.test(file))
  .filter((file) => !never.some((start) => file.startsWith(start)))
  .sort();

test('what the page says is among its messages', { timeout: 30_000 }, () => {
  const found = files.flatMap((file) => {
    const source = readFileSync(sources + file, 'utf8');
    return (file.endsWith('.svelte') ? literalsOfComponent(source) : literalsOfModule(source)).map(
      (text) => `${file}: ${text}`,
    );
  });
  expect(found).toEqual([]);
});

test('text in a component is found wherever it stands', () => {
  const source = `
    <script lang="ts">
      import { m } from '$lib/messages';
      let { open, kind = 'a-kind' }: { open: boolean; kind?: 'Some' } = $props();
      const title = 'Said by script';
    </script>
    <p class="not-text Capital" data-x="Any thing">Said by markup {open ? 'Said by an expression' : m.common_done()}</p>
    <button aria-label="Hear" onclick={() => open === 'Not this'}>{\`Said \${kind} by a template\`}</button>
  `;
  expect(literalsOfComponent(source).sort()).toEqual(
    ['Hear', 'Said {} by a template', 'Said by an expression', 'Said by markup', 'Said by script'].toSorted(),
  );
});

test('text in a module is found, and names of keys, kinds and faults are not', () => {
  const source = `
    import x from 'a thing';
    type Kind = 'Some' | 'other kind';
    const table = { title: 'New terminal', key: 'mod+k', name: 'ArrowUp', 'Content type': 1 };
    if (x === 'Left over') throw new Error('This can not be');
    toasts.show(\`Copied \${x} of them\`);
  `;
  expect(literalsOfModule(source)).toEqual(['New terminal', 'Copied {} of them']);
});
