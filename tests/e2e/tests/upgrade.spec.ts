import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canOpenOffline } from '../harness/kept-screens.ts';
import { makeNextVersion } from '../harness/next-version.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('an upgrade closes no shell, loses no line, and an open page becomes the new one where it was @core', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  test.slow();
  const next = makeNextVersion(join(dispatch.folder, 'next'));
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line('echo "shell-$$"; i=0; until [ -e "$HOME/enough" ]; do i=$((i+1)); echo "line $i"; sleep 0.01; done');
  await page.sees(/line \d+/);
  const address = page.page.url();
  const entry = () => page.page.locator('script[type=module]').getAttribute('src');
  const before = await entry();
  const keeper = dispatch.pid('keeper');

  const outcome = await dispatch.run(['upgrade'], { program: next, timeout: 60_000 });

  expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
  expect(outcome.stdout).toContain('1 shell lived on.');
  expect(dispatch.pid('keeper')).toBe(keeper);
  await expect.poll(entry, { timeout: 30_000 }).not.toBe(before);
  await page.live();
  expect(page.page.url()).toBe(address);
  await page.page.screenshot({ path: info.outputPath('after.png') });

  writeFileSync(join(dispatch.home, 'enough'), '');
  await page.line('echo "same-$$"');
  await page.sees(/same-\d+/);
  const id = address.split('/').pop()!;
  const { stdout } = await dispatch.ok('output', id);
  const numbers = [...stdout.matchAll(/^line (\d+)\r?$/gm)].map((match) => Number(match[1]));
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  expect(stdout.match(/^same-(\d+)/m)?.[1]).toBe(stdout.match(/^shell-(\d+)/m)?.[1]);
});

test('a page on which somebody types says that it is of the version before, and reloads when told', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  test.slow();
  const next = makeNextVersion(join(dispatch.folder, 'next'));
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  // Somebody reads further up: a reload would lose the place.
  await page.line('seq 300');
  await page.sees('300');
  await page.terminal.hover();
  await page.page.mouse.wheel(0, -2000);
  const entry = () => page.page.locator('script[type=module]').getAttribute('src');
  const before = await entry();

  const outcome = await dispatch.run(['upgrade'], { program: next, timeout: 60_000 });

  expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
  await expect(page.page.getByText('Dispatch was upgraded.')).toBeVisible({ timeout: 30_000 });
  await page.page.screenshot({ path: info.outputPath('notice.png') });
  expect(await entry()).toBe(before);
  await page.page.getByRole('button', { name: 'Reload now' }).click();
  await expect.poll(entry, { timeout: 30_000 }).not.toBe(before);
  await page.live();
  await page.sees('300');
});

test('where the page is kept to open without a network, an upgrade leaves nobody on the old one', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  const next = makeNextVersion(join(dispatch.folder, 'next'));
  const page = await DispatchPage.signedIn(dispatch, browser, { serviceWorkers: 'allow' });
  await page.openTerminal();
  await page.line('echo "kept $((1 + 1))"');
  await canOpenOffline(page, 'kept 2');
  const entry = () => page.page.locator('script[type=module]').getAttribute('src');
  const before = await entry();

  // It is opened while nothing answers, and so from what is kept; the server that it meets then has another page.
  await dispatch.ok('stop');
  await page.page.reload();
  await expect(page.page.getByRole('status')).toContainText(/Offline · as of/);
  expect(await entry()).toBe(before);
  const started = await dispatch.run(['start', '--port', String(dispatch.port)], { program: next, timeout: 60_000 });
  expect(started, started.stderr).toMatchObject({ code: 0 });

  await expect.poll(entry, { timeout: 45_000 }).not.toBe(before);
  await page.live();
  await page.line('echo "new $((1 + 1))"');
  await page.sees('new 2');
  const renewed = await entry();
  await page.page.reload();
  await page.live();
  expect(await entry()).toBe(renewed);
});
