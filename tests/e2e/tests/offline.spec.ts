import type { Dispatch } from '../harness/dispatch.ts';
import { canOpenOffline } from '../harness/kept-screens.ts';
import { look, phone } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const allowed = { serviceWorkers: 'allow' } as const;

async function session(dispatch: Dispatch, name: string, text: string): Promise<void> {
  await dispatch.api.create({ name, command: ['bash', '-c', `printf '\\033[32m${text}\\033[0m\\n'; sleep 3600`] });
}

test('without a network a phone opens to its sessions and their last screens, read-only and labelled @core', async ({
  dispatch,
  browser,
}) => {
  test.slow();
  await session(dispatch, 'kept', 'seen before the tunnel');
  const page = await DispatchPage.signedIn(dispatch, browser, { ...phone, ...allowed });
  await canOpenOffline(page, 'seen before the tunnel');

  await page.page.context().setOffline(true);
  await page.page.reload();
  await expect(page.page.getByRole('status')).toContainText(/Offline · as of \d/);
  await page.page.getByRole('button', { name: /^kept/ }).tap();
  const screen = page.page.getByRole('region', { name: 'kept' });
  await expect(screen).toContainText('seen before the tunnel');
  await expect(page.page.getByText('Read-only')).toBeVisible();
  await look(page.page, 'phone', 'offline');
  await page.page.getByRole('button', { name: 'Back to the sessions' }).tap();
  await expect(page.page.getByRole('button', { name: /^kept/ })).toBeVisible();

  // The guides are there too, without the question that nobody could answer to.
  await page.page.getByRole('button', { name: 'Help' }).tap();
  await expect(page.page.getByRole('heading', { name: 'Getting started', level: 1 })).toBeVisible();
  await expect(page.page.getByRole('form', { name: 'How is Dispatch?' })).toHaveCount(0);
  await look(page.page, 'phone', 'help without a network');
  await page.page.goBack();
  await expect(page.page.getByRole('button', { name: /^kept/ })).toBeVisible();

  // Back again, it goes on by itself.
  await page.page.context().setOffline(false);
  await expect(page.newTerminal).toBeVisible();
});

test('a server that is stopped is told of in the same way, and signing out leaves nothing to show', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  await session(dispatch, 'secret', 'only for the one who signed in');
  const page = await DispatchPage.signedIn(dispatch, browser, allowed);
  await canOpenOffline(page, 'only for the one who signed in');
  await dispatch.ok('stop');
  await page.page.reload();
  await expect(page.page.getByRole('status')).toContainText(/Offline · as of/);
  await page.page.getByRole('button', { name: /^secret/ }).click();
  await expect(page.page.getByRole('region', { name: 'secret' })).toContainText('only for the one who signed in');

  await dispatch.start();
  await expect(page.newTerminal).toBeVisible({ timeout: 30_000 });
  await page.page.keyboard.press('Control+k');
  await page.page.keyboard.type('sign out');
  await page.page.keyboard.press('Enter');
  await expect(page.page.getByRole('heading', { name: 'Sign in to Dispatch' })).toBeVisible();
  expect(await page.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain(
    'dispatch-last-screens',
  );

  await dispatch.ok('stop');
  await page.page.reload();
  await expect(page.page.getByRole('alert')).toContainText('The server does not answer');
  await expect(page.page.getByText('secret')).toHaveCount(0);
});

test('what is kept to open without a network is the page alone, never what the server answers', async ({
  dispatch,
  browser,
  request,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser, allowed);
  await page.openTerminal();
  await page.page.evaluate(() => navigator.serviceWorker.ready);
  await page.page.reload();
  await page.live();
  const kept = await page.page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain('/');
  expect(
    kept.filter((path) => !/^\/(assets\/.+|icons\/.+|theme\.js|favicon\.svg|manifest\.webmanifest|)$/.test(path)),
  ).toEqual([]);

  const manifest = await request.get(`${dispatch.url}/manifest.webmanifest`);
  expect(manifest.headers()['content-type']).toContain('application/manifest+json');
  const { icons } = (await manifest.json()) as { icons: { src: string; purpose: string }[] };
  expect(icons.map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['any', 'maskable']));
  for (const { src } of icons) expect((await request.get(dispatch.url + src)).ok()).toBe(true);
  const worker = await request.get(`${dispatch.url}/sw.js`);
  expect(worker.headers()['content-type']).toContain('javascript');
  expect(worker.headers()['cache-control']).toBe('no-cache');
});
