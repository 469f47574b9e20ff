import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const root = (page: DispatchPage) => page.page.locator('html');

test('a choice is on every open page at once, and a device may have one of its own', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const here = await DispatchPage.signedIn(dispatch, browser, { colorScheme: 'dark' });
  const there = await DispatchPage.signedIn(dispatch, browser, { colorScheme: 'dark' });
  await here.page.getByRole('button', { name: 'Settings' }).click();
  await here.page.getByRole('radio', { name: 'Light' }).check({ force: true });

  await expect(root(here)).toHaveAttribute('data-theme', 'light');
  await expect(root(there)).toHaveAttribute('data-theme', 'light');

  const change = await there.page.evaluate(async () => {
    const body = JSON.stringify({ values: { theme: 'contrast' } });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/settings/device', { method: 'PATCH', headers, body })).status;
  });
  expect(change).toBe(200);
  await expect(root(there)).toHaveAttribute('data-theme', 'contrast');
  await there.page.reload();
  await expect(root(there)).toHaveAttribute('data-theme', 'contrast');
  await expect(root(here)).toHaveAttribute('data-theme', 'light');
});

test('the font of terminals follows its setting, and a session of another size is still shown whole', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line('tput cols');
  const size = () => page.screen.evaluate((rows) => parseFloat(getComputedStyle(rows).fontSize));
  const columns = async () =>
    Number(/(\d+)\s/.exec((await page.screen.innerText()).split('tput cols').at(-1) ?? '')?.[1]);
  await expect.poll(columns).toBeGreaterThan(60);
  const before = await columns();
  expect(await size()).toBeCloseTo(13.34, 1);

  await dispatch.api.fetch('PATCH', '/api/settings/user', { values: { 'terminal.fontSize': 26 } });

  await expect.poll(size).toBe(26);
  await page.line('tput cols');
  await expect.poll(columns).toBeLessThan(before * 0.6);
});

test('a file sets for everybody, and one that is broken changes nothing', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const file = join(dispatch.data, 'settings.json');
  const page = await DispatchPage.signedIn(dispatch, browser, { colorScheme: 'dark' });
  writeFileSync(file, '{ "theme": "light" } // For all.\n');
  await expect(root(page)).toHaveAttribute('data-theme', 'light');

  writeFileSync(file, '{\n  "theme": "dark\n}\n');
  await expect
    .poll(async () => JSON.stringify(await dispatch.api.get('/api/settings')))
    .toContain('"line":2,"reason":"');
  await expect(root(page)).toHaveAttribute('data-theme', 'light');

  rmSync(file);
  await expect(root(page)).toHaveAttribute('data-theme', 'dark');
});
