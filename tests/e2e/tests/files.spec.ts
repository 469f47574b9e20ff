import type { Locator, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FilesPage, folderOf, onDisk } from '../harness/files.ts';
import { desktopAndPhone, deviceScaleFactor, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { crash } from '../harness/processes.ts';
import { expect, test } from '../harness/test.ts';

test.setTimeout(180_000);

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
  await files.choose('src/b.txt', 'Make executable');
  await expect.poll(() => statSync(join(home, 'src/b.txt')).mode & 0o111).not.toBe(0);
  await expect(files.item('src/b.txt')).toHaveAttribute('title', /rwx/);
  await files.choose('src/b.txt', 'Make not executable');
  await expect.poll(() => statSync(join(home, 'src/b.txt')).mode & 0o111).toBe(0);
  await files.choose('src/a.txt', 'Rename');
  await files.named('c.txt');
  await expect(files.item('src/c.txt')).toBeVisible();
  await files.choose('src', 'New folder');
  await files.named('in');
  // Then nothing moves any more.
  await expect(files.item('src/in')).toHaveAttribute('aria-selected', 'true');
  await files.item('src/c.txt').dragTo(files.item('src/in'));
  await expect(files.item('src/in/c.txt')).toBeVisible();
  expect(onDisk(home)).toEqual(['src/', 'src/b.txt', 'src/in/', 'src/in/c.txt']);

  await files.item('src/in/c.txt').click();
  // Who opens a file is in its text, once that is there.
  await expect(files.text('src/in/c.txt')).toBeFocused();
  await files.tree.focus();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(files.item('src/in/c copy.txt')).toBeVisible();

  await files.choose('src/in', 'Delete');
  await expect(files.item('src/in')).toHaveCount(0);
  expect(existsSync(join(home, 'src/in'))).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).filter({ hasText: 'Undo' }).click();
  await expect(files.item('src/in/c.txt')).toBeVisible();
  expect(readFileSync(join(home, 'src/in/c.txt'), 'utf8')).toBe('one\n');

  await files.choose('src', 'New file');
  await files.named('in/deep/d.txt');
  await expect(files.pane('src/in/deep/d.txt')).toBeVisible();
  await expect(files.item('src/in/deep/d.txt')).toHaveAttribute('aria-selected', 'true');
  expect(readFileSync(join(home, 'src/in/deep/d.txt'), 'utf8')).toBe('');
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
  await expect(async () => {
    await files.tree.evaluate((tree) => (tree.scrollTop = tree.scrollHeight));
    await expect(files.tree.getByText(/1,?800 more…/)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
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

test('an upload goes on after a kill of the server and the runner; until it is whole nothing of it is seen', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await page.getByRole('navigation', { name: 'Activity' }).getByRole('button', { name: 'Files' }).click();
  await expect(page.getByText('No files yet')).toBeVisible({ timeout: 30_000 });
  await look(page, 'desktop', 'files, none');
  await page.getByRole('button', { name: 'New file' }).click();
  await new FilesPage(page).named('first.txt');
  await expect(page.getByRole('region', { name: 'first.txt' })).toBeVisible();
  let sent = 0;
  await page.route('**/uploads/*?offset=*', async (route) => {
    if (++sent === 2) {
      await crash(dispatch.pid('server'), dispatch.pid('runner'));
      expect(onDisk(home)).toEqual(['first.txt']);
      await route.abort('connectionreset');
      await dispatch.start();
    } else await route.continue();
  });
  const large = Buffer.alloc(13_000_000, 'dispatch ');
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles([{ name: 'large.bin', mimeType: 'application/octet-stream', buffer: large }]);
  await expect(page.getByText('1 file uploaded')).toBeVisible({ timeout: 90_000 });
  expect(sent).toBeGreaterThan(3);
  expect(readFileSync(join(home, 'large.bin')).equals(large)).toBe(true);
});

test('a folder that is dropped on another is uploaded whole, and comes back as an archive', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  mkdirSync(join(home, 'into'));
  const given = join(dispatch.folder, 'given');
  mkdirSync(join(given, 'deep/deeper'), { recursive: true });
  for (let number = 0; number < 120; number++) writeFileSync(join(given, `deep/f${number}.txt`), `${number}`);
  writeFileSync(join(given, 'deep/deeper/last.txt'), 'last\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await files.open();
  await dropFiles(page, files.item('into'), [given]);
  await expect(page.getByText('121 files uploaded')).toBeVisible({ timeout: 60_000 });
  expect(onDisk(join(home, 'into'))).toEqual(onDisk(dispatch.folder).filter((path) => path.startsWith('given/')));
  expect(readFileSync(join(home, 'into/given/deep/deeper/last.txt'), 'utf8')).toBe('last\n');

  const download = page.waitForEvent('download');
  await files.choose('into', 'Download as ZIP');
  expect((await download).suggestedFilename()).toBe('into.zip');
  const names = namesIn(readFileSync(await (await download).path())).filter((name) => name.endsWith('.txt'));
  expect(names).toHaveLength(121);
  expect(names).toContain('into/given/deep/deeper/last.txt');
});

/** Of a ZIP, as its directory at the end has them. */
function namesIn(archive: Buffer): string[] {
  const names: string[] = [];
  for (let at = archive.indexOf('PK\x01\x02'); at >= 0; at = archive.indexOf('PK\x01\x02', at + 46))
    names.push(archive.toString('utf8', at + 46, at + 46 + archive.readUInt16LE(at + 28)));
  return names;
}

/** Drops what lies on the disk, as a person would from a window of the system. */
async function dropFiles(page: Page, on: Locator, files: string[]): Promise<void> {
  const { x, y } = (await on.boundingBox())!;
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await browser.send('Input.dispatchDragEvent', { type, x: x + 40, y: y + 10, data });
  await browser.detach();
}

for (const [device, options] of desktopAndPhone)
  test(`the tree on a ${device} looks right and can be used`, async ({ ownDispatch: dispatch, browser }) => {
    const home = folderOf(dispatch);
    mkdirSync(join(home, 'src/inside'), { recursive: true });
    const names = ['README.md', 'package.json', 'src/main.ts', 'src/logo.png', 'src/old.ts', 'src/inside/kept.ts'];
    for (const name of names) writeFileSync(join(home, name), '');
    writeFileSync(join(home, '.gitignore'), 'out\n');
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', home, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { stdio: 'ignore' });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'all');
    mkdirSync(join(home, 'out'));
    writeFileSync(join(home, 'src/main.ts'), 'changed');
    writeFileSync(join(home, 'src/inside/new.ts'), '');
    writeFileSync(join(home, 'src/added.ts'), '');
    git('add', 'src/added.ts');
    symlinkSync('nowhere', join(home, 'link'));
    const { page } = await DispatchPage.signedIn(dispatch, browser, { ...options, deviceScaleFactor });
    const files = new FilesPage(page);
    await files.open();
    await files.item('src').click();
    await expect(files.item('src/main.ts')).toBeVisible();
    await expect(files.item('src/main.ts')).toContainText('modified');
    await expect(files.item('src/added.ts')).toContainText('added');
    await expect(files.item('src/inside')).toContainText('changed inside');
    await look(page, device, 'files');
    if (device === 'phone') await files.item('src/main.ts').getByRole('button').tap();
    else await files.item('src/main.ts').click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible();
    await look(page, device, 'files, menu');
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await expect(files.tree.getByRole('textbox')).toBeFocused();
    await look(page, device, 'files, renaming');
    await page.keyboard.press('Escape');
    if (device === 'phone') await files.item('package.json').getByRole('button').tap();
    else await files.item('package.json').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(page.getByText('package.json was deleted.')).toBeVisible();
    await look(page, device, 'files, deleted');
    const slow = page.waitForRequest('**/uploads/*');
    await page.route('**/uploads/*?offset=*', () => undefined);
    await page.locator('input[type=file][multiple]').setInputFiles([
      { name: 'large.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9_000_000) },
      { name: 'README.md', mimeType: 'text/plain', buffer: Buffer.from('new') },
    ]);
    await slow;
    await expect(page.getByText('exists already')).toBeVisible();
    await look(page, device, 'files, uploading');
  });
