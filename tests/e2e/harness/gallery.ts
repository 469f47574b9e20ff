import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';

const root = resolve(import.meta.dirname, '../../..');
const built = join(root, 'artifacts/gallery');

/** The page of the kit is in no production build: it is made for its test. */
export async function buildGallery(): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--mode', 'gallery', '--logLevel', 'warn'], {
    cwd: join(root, 'web'),
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

/** Needs no server: files answer. */
export async function openGallery(page: Page, theme: string): Promise<void> {
  await page.route('http://kit.test/**', (route) => {
    const { pathname } = new URL(route.request().url());
    const path = join(built, pathname === '/ui' ? 'ui.html' : pathname);
    return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 });
  });
  await page.goto(`http://kit.test/ui?theme=${theme}`);
  await page.getByRole('heading', { name: 'The kit' }).waitFor();
  await page.evaluate(() => document.fonts.ready);
}
