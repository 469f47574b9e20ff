import { writeFileSync } from 'node:fs';
import { phone } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('what a wide terminal printed can be read whole on a phone once it has ended', async ({ dispatch, browser }) => {
  const line = Array.from({ length: 24 }, (_, word) => `word${word}`).join(' ');
  const session = await dispatch.api.create({
    name: 'wide',
    command: ['sh', '-c', `echo ${line}`],
    cols: 200,
    rows: 50,
  });
  await (await dispatch.attach(session.id)).exit();

  const page = await DispatchPage.signedIn(dispatch, browser, phone);
  await page.page.goto(`${dispatch.url}/sessions/default/${session.id}`);
  await page.sees('word23');
  const rows = page.page.locator('.xterm-rows > div');
  await expect
    .poll(async () => (await rows.allInnerTexts()).join('').replaceAll(/\s/g, ''))
    .toContain(line.replaceAll(' ', ''));
  const screen = await page.page.locator('.xterm-screen').boundingBox();
  expect(screen!.width).toBeLessThan(390);
  const letters = await rows.first().evaluate((row) => parseFloat(getComputedStyle(row).fontSize));
  expect(letters).toBeGreaterThan(12);
});

test('a recording is not offered to be started again', async ({ dispatch, browser }, info) => {
  const file = info.outputPath('recorded.cast');
  writeFileSync(file, '{"version":2,"width":80,"height":24}\n[0.1,"o","from a recording\\r\\n"]\n');
  const { stdout } = await dispatch.ok('import', file, '--name', 'recorded');
  const made = await dispatch.api.session(stdout.trim());
  expect(made).toMatchObject({ name: 'recorded', imported: true, state: 'exited' });

  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.page.goto(`${dispatch.url}/sessions/default/${made.id}`);
  await page.sees('from a recording');
  await expect(page.page.getByRole('button', { name: 'Play back' })).toBeVisible();
  await expect(page.page.getByRole('button', { name: 'Restart' })).toHaveCount(0);
});
