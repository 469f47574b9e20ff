import { AxeBuilder } from '@axe-core/playwright';
import { devices, type BrowserContextOptions, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from './test.ts';

const { defaultBrowserType: _, ...pixel } = devices['Pixel 7']!;

export const desktop = { viewport: { width: 1440, height: 900 } };
export const phone = { ...pixel, viewport: { width: 390, height: 844 } };
export const phoneOnItsSide = { ...pixel, viewport: { width: 844, height: 390 } };
export const tablet = { ...pixel, viewport: { width: 820, height: 1180 } };

export type Device = 'desktop' | 'phone' | 'tablet';
export const lookedAt: [Device, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
  ['tablet', tablet],
];

export const desktopAndPhone = lookedAt.filter(([device]) => device !== 'tablet');

/** Pictures to be looked at: of each view on each device, in the dark and in the light. `SCREENS=2` draws them twice as fine. */
const pictures = fileURLToPath(new URL('../../../artifacts/screens/', import.meta.url));
export const deviceScaleFactor = Number(process.env.SCREENS ?? 1);

/** Nothing keeps anybody from using what is on the screen, in either scheme; all of a test's screens are looked at, also after one that fails. */
export async function look(page: Page, device: Device, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    // The terminal takes its colours, and draws them, in the frames after.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
    );
    await page.screenshot({ path: `${pictures}${device} ${name}, ${colorScheme}, ${deviceScaleFactor}x.png` });
    await isUsable(page, `${name}, ${device}, ${colorScheme}`);
  }
}

/** Nothing keeps anybody from using what is on the screen now. */
export async function isUsable(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      what,
    )
    .toEqual([]);
}
