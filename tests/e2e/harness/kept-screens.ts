import { expect } from '@playwright/test';
import type { DispatchPage } from './page.ts';

/** The page has all that it needs to open again, and a session's screen is kept. */
export async function canOpenOffline(page: DispatchPage, printed: string): Promise<void> {
  await page.page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(
      () =>
        page.page.evaluate(async () => {
          const names = await indexedDB.databases();
          if (!names.some(({ name }) => name === 'dispatch-last-screens')) return '';
          const database = await new Promise<IDBDatabase>((resolve, reject) => {
            const opening = indexedDB.open('dispatch-last-screens');
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
          });
          try {
            if (!database.objectStoreNames.contains('kept')) return '';
            return await new Promise<string>((resolve) => {
              const reading = database.transaction('kept').objectStore('kept').getAll();
              reading.onsuccess = () => resolve(JSON.stringify(reading.result ?? ''));
            });
          } finally {
            database.close();
          }
        }),
      { timeout: 45_000 },
    )
    .toContain(printed);
}
