import { defineConfig } from '@playwright/test';

/** Real agents, which are installed on demand: `./check agents`. They need a registry of npm, and no browser. */
export default defineConfig({
  testDir: 'real-agents',
  outputDir: 'test-results/real-agents',
  globalSetup: './harness/build.ts',
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
});
