import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // `--update-snapshots` writes them anew: look at each that changes.
  snapshotPathTemplate: 'baselines/{arg}{ext}',
  globalSetup: './harness/build.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    // It would answer before a test's own routes; what it does is tested where it is allowed.
    serviceWorkers: 'block',
    // Recording each step takes a good part of a test's time: wanted by name, when one fails.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // The terminal is then drawn as DOM, which a test can read.
        '--disable-3d-apis',
      ],
    },
  },
});
