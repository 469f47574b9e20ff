import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { compiledGuides } from './build/guides.ts';
import { iconSprite } from './build/icons.ts';
import { compiledMessages } from './build/messages.ts';
import { precompress } from './build/precompress.ts';
import { serviceWorker } from './build/service-worker.ts';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.DISPATCH_URL ?? 'http://127.0.0.1:3030';

export default defineConfig(({ mode, command }) => ({
  plugins: [compiledMessages(), compiledGuides(), iconSprite(), svelte(), serviceWorker(), precompress()],
  resolve: {
    alias: {
      $api: from('./src/api'),
      $lib: from('./src/lib'),
      $ui: from('./src/ui'),
      // A module for each message, so that a bundle has those that it says; all in one where nothing is bundled.
      ...(command === 'build' && { '$messages/all': from('./messages/dist/each.js') }),
      $messages: from('./messages/dist'),
    },
    // Component tests mount in a (pretended) browser.
    ...(mode === 'test' && { conditions: ['browser'] }),
  },
  build: {
    target: 'es2023',
    // The page's policy allows no data: URLs and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    // The kit's page is for those who develop: at /ui while developing, and built alone to be looked at by its test.
    ...(mode === 'gallery' && { outDir: from('../artifacts/gallery') }),
    rolldownOptions: {
      ...(mode === 'gallery' && { input: from('./ui.html') }),
      // What the first paint needs, and then what whoever is signed in sees, in one file each: in twenty, a tenth of it is what each says
      // of the others.
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 1 },
            { name: 'frame', test: /app\/shell\/Shell\.svelte$/ },
          ],
        },
      },
    },
    // The terminal's code: loaded when the first terminal is shown, after the page.
    chunkSizeWarningLimit: 600,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: {
      // The server checks Host and Origin; through the proxy both are its own.
      '/api': { target: server, ws: true, changeOrigin: true, rewriteWsOrigin: true, headers: { origin: server } },
      '/openapi': { target: server, changeOrigin: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    // No test changes what another one sees, and a pretended browser takes longer to make than most tests.
    isolate: false,
    coverage: {
      provider: 'v8',
      reporter: ['cobertura'],
      include: ['src/**/*.{ts,svelte}'],
      exclude: ['src/api/generated/**'],
    },
  },
}));
