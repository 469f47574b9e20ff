import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Network } from '../harness/network.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const counting = 'i=0; until [ -e "$HOME/enough" ]; do i=$((i+1)); echo "line $i"; sleep 0.02; done';

/** Every number up to the last one, in order. */
async function expectWhole(page: DispatchPage, output: string): Promise<void> {
  const numbers = [...output.matchAll(/^line (\d+)\r?$/gm)].map((match) => Number(match[1]));
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  await page.sees(`line ${numbers.length}`);
}

test('a page that slept while the server was started anew goes on by itself and misses nothing @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line(counting);
  await page.sees(/line \d+/);

  // As a laptop's lid: the page runs no code, and its connections end without a word to it.
  const chrome = await page.page.context().newCDPSession(page.page);
  await chrome.send('Page.setWebLifecycleState', { state: 'frozen' });
  process.kill(dispatch.pid('server'), 'SIGKILL');
  await dispatch.start();
  const id = page.page.url().split('/').pop()!;
  await expect
    .poll(async () => (await dispatch.ok('output', id)).stdout.match(/line \d+/g)?.length, { timeout: 30_000 })
    .toBeGreaterThan(100);
  await chrome.send('Page.setWebLifecycleState', { state: 'active' });

  await page.live();
  writeFileSync(join(dispatch.home, 'enough'), '');
  await page.line('echo "awake-$((6 * 7))"');
  await page.sees('awake-42');
  await expectWhole(page, (await dispatch.ok('output', id)).stdout);
});

test('a tab behind another one is up to date when it is looked at again', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line(counting);
  await page.sees(/line \d+/);

  const other = await page.page.context().newPage();
  await other.goto('about:blank');
  await other.bringToFront();
  const id = page.page.url().split('/').pop()!;
  await expect
    .poll(async () => (await dispatch.ok('output', id)).stdout.match(/line \d+/g)?.length, { timeout: 30_000 })
    .toBeGreaterThan(150);
  writeFileSync(join(dispatch.home, 'enough'), '');
  await page.page.bringToFront();

  await page.live();
  await page.line('echo "seen-$((6 * 7))"');
  await page.sees('seen-42');
  await expectWhole(page, (await dispatch.ok('output', id)).stdout);
});

test('a page whose device changed its network goes on within seconds and misses nothing', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  const network = await Network.open(Number(new URL(dispatch.url).port));
  try {
    const page = new DispatchPage(await (await browser.newContext()).newPage());
    const link = new URL(await dispatch.signInLink());
    link.port = String(network.port);
    await page.follow(link.href);
    await page.openTerminal();
    await page.line(counting);
    await page.sees(/line \d+/);

    network.change();
    // What the system tells the browser then.
    await page.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.line('echo "there-$((6 * 7))"');
    writeFileSync(join(dispatch.home, 'enough'), '');

    // Without it the dead connection would be given up after 10 s.
    await expect(page.screen).toContainText('there-42', { timeout: 8_000 });
    const id = page.page.url().split('/').pop()!;
    await expectWhole(page, (await dispatch.ok('output', id)).stdout);
  } finally {
    network.close();
  }
});
