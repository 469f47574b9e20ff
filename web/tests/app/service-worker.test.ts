// @vitest-environment node
import { expect, it } from 'vitest';
import { neededIn } from '../../build/service-worker.ts';

const chunk = (fileName: string, more: object = {}) => ({
  type: 'chunk',
  fileName,
  imports: [],
  modules: {},
  isEntry: false,
  ...more,
});

it('keeps what the page begins with and what it shows without a network, and no more', () => {
  const bundle = {
    a: chunk('assets/index.js', {
      isEntry: true,
      imports: ['assets/shared.js'],
      viteMetadata: { importedCss: new Set(['assets/index.css']) },
    }),
    b: chunk('assets/shared.js'),
    c: chunk('assets/emulator.js', { modules: { '/web/src/features/terminal/emulator.ts': {} } }),
    d: chunk('assets/Offline.js', { modules: { '/web/src/app/shell/Offline.svelte': {} } }),
    e: chunk('assets/de.js', { modules: { '/web/messages/dist/de.js': {} } }),
    'assets/inter-latin-wght-normal-x.woff2': { type: 'asset' },
    'assets/inter-greek-wght-normal-x.woff2': { type: 'asset' },
  };
  expect(neededIn(bundle as never)).toEqual([
    'assets/Offline.js',
    'assets/de.js',
    'assets/index.css',
    'assets/index.js',
    'assets/inter-latin-wght-normal-x.woff2',
    'assets/shared.js',
  ]);
});
