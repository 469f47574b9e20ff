import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FilesPage, folderOf, onDisk } from '../harness/files.ts';
import { desktopAndPhone, deviceScaleFactor, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test.setTimeout(180_000);
// Until there are ways to files in the page: `offered` in web/src/app/files.svelte.ts.
test.skip(true, 'The page offers no files yet: Files.offered, in web/src/app/files.svelte.ts.');

test('files are made, renamed, moved, copied and deleted; a deleted one comes back @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  mkdirSync(join(home, 'src'));
  writeFileSync(join(home, 'src/a.txt'), 'one\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await files.open();
  await files.item('src').click();
  await expect(files.item('src/a.txt')).toBeVisible();

  await files.choose('src', 'New file');
  await files.named('b.txt');
  await expect(files.pane('src/b.txt')).toBeVisible();
  await files.choose('src/a.txt', 'Rename');
  await files.named('c.txt');
  await expect(files.item('src/c.txt')).toBeVisible();
  await files.choose('src', 'New folder');
  await files.named('in');
  await files.item('src/c.txt').dragTo(files.item('src/in'));
  await expect(files.item('src/in/c.txt')).toBeVisible();
  expect(onDisk(home)).toEqual(['src/', 'src/b.txt', 'src/in/', 'src/in/c.txt']);

  await files.item('src/in/c.txt').click();
  await files.tree.focus();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(files.item('src/in/c copy.txt')).toBeVisible();

  await files.choose('src/in', 'Delete');
  await expect(files.item('src/in')).toHaveCount(0);
  expect(existsSync(join(home, 'src/in'))).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(files.item('src/in/c.txt')).toBeVisible();
  expect(readFileSync(join(home, 'src/in/c.txt'), 'utf8')).toBe('one\n');
});

test('a folder of very many freezes nothing, and is listed in parts', async ({ ownDispatch: dispatch, browser }) => {
  const many = folderOf(dispatch, 'node_modules');
  for (let number = 0; number < 3000; number++) writeFileSync(join(many, `m${String(number).padStart(4, '0')}`), '');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await files.open();
  await files.item('node_modules').click();
  await expect(files.item('node_modules/m0000')).toBeVisible();
  await files.tree.focus();
  await page.keyboard.press('End');
  await files.tree.evaluate((tree) => (tree.scrollTop = tree.scrollHeight));
  await files.tree.getByText('2,800 more…').or(files.tree.getByText('2800 more…')).click();
  await expect(files.tree.getByText(/1,?800 more…/)).toHaveCount(0);
  await files.tree.evaluate((tree) => (tree.scrollTop = tree.scrollHeight));
  await expect(files.tree.getByText(/1,?800 more…/)).toBeVisible();
  expect(await files.tree.getByRole('treeitem').count()).toBeLessThan(120);
});

test('three browsers that change the same tree stay equal to the disk', async ({ ownDispatch: dispatch, browser }) => {
  const home = folderOf(dispatch);
  mkdirSync(join(home, 'all'));
  const pages = await Promise.all([0, 1, 2].map(() => DispatchPage.signedIn(dispatch, browser)));
  const all = pages.map(({ page }) => new FilesPage(page));
  for (const files of all) {
    await files.open();
    await files.item('all').click();
  }
  for (const [number, files] of all.entries()) {
    await files.choose('all', 'New file');
    await files.named(`of-${number}.txt`);
    await expect(files.item(`all/of-${number}.txt`)).toBeVisible();
  }
  writeFileSync(join(home, 'all/by-hand.txt'), '');
  rmSync(join(home, 'all/of-0.txt'));
  const expected = ['all', 'all/by-hand.txt', 'all/of-1.txt', 'all/of-2.txt'];
  for (const files of all)
    await expect
      .poll(
        async () =>
          files.tree
            .locator('[data-path]')
            .evaluateAll((items) =>
              items.map((item) => item.getAttribute('data-path')).filter((path) => path?.startsWith('all')),
            ),
        { timeout: 30_000 },
      )
      .toEqual(expected);
});

test('files are uploaded and downloaded as they are', async ({ ownDispatch: dispatch, browser }) => {
  const home = folderOf(dispatch);
  writeFileSync(join(home, 'there.txt'), 'old');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await files.open();
  const large = Buffer.alloc(9_000_000, 'dispatch ');
  await page.locator('input[type=file][multiple]').setInputFiles([
    { name: 'large.bin', mimeType: 'application/octet-stream', buffer: large },
    { name: 'there.txt', mimeType: 'text/plain', buffer: Buffer.from('new') },
  ]);
  await expect(page.getByText('exists already')).toBeVisible();
  expect(readFileSync(join(home, 'there.txt'), 'utf8')).toBe('old');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page.getByText('2 files uploaded')).toBeVisible({ timeout: 60_000 });
  expect(readFileSync(join(home, 'there.txt'), 'utf8')).toBe('new');
  expect(readFileSync(join(home, 'large.bin')).equals(large)).toBe(true);

  const download = page.waitForEvent('download');
  await files.choose('large.bin', 'Download');
  expect(readFileSync(await (await download).path()).equals(large)).toBe(true);
});

for (const [device, options] of desktopAndPhone)
  test(`the tree on a ${device} looks right and can be used`, async ({ ownDispatch: dispatch, browser }) => {
    const home = folderOf(dispatch);
    mkdirSync(join(home, 'src'));
    for (const name of ['README.md', 'package.json', 'src/main.ts', 'src/logo.png'])
      writeFileSync(join(home, name), '');
    const { page } = await DispatchPage.signedIn(dispatch, browser, { ...options, deviceScaleFactor });
    const files = new FilesPage(page);
    await files.open();
    await files.item('src').click();
    await expect(files.item('src/main.ts')).toBeVisible();
    await look(page, device, 'files');
  });
