import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fingers } from '../harness/fingers.ts';
import { FilesPage, folderOf } from '../harness/files.ts';
import { desktopAndPhone, deviceScaleFactor, look, phone } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test.setTimeout(180_000);

test('a file is edited and saved as it was: its endings and its mode stay @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  writeFileSync(join(home, 'a.cs'), 'class A\r\n{\r\n}\r\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/a.cs`);
  await expect(files.text('a.cs')).toContainText('class A', { timeout: 60_000 });
  await files.text('a.cs').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('// new\n');
  await expect(files.pane('a.cs').getByText('Not saved')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(join(home, 'a.cs'), 'utf8')).toBe('// new\r\nclass A\r\n{\r\n}\r\n');
  await expect(files.pane('a.cs').getByText('CRLF')).toBeVisible();
});

test('what changed on the disk is shown, and is asked about where something was typed', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  const path = join(home, 'a.txt');
  writeFileSync(path, 'one\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/a.txt`);
  await expect(files.text('a.txt')).toContainText('one', { timeout: 60_000 });
  writeFileSync(path, 'two\n');
  await expect(files.text('a.txt')).toContainText('two', { timeout: 30_000 });

  await files.text('a.txt').click();
  await page.keyboard.type('mine ');
  writeFileSync(path, 'theirs\n');
  await expect(page.getByRole('button', { name: 'Compare' })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+s');
  expect(readFileSync(path, 'utf8')).toBe('theirs\n');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(files.pane('a.txt').locator('.cm-deletedChunk')).toContainText('theirs');
  await page.getByRole('button', { name: 'Overwrite' }).click();
  await expect.poll(() => readFileSync(path, 'utf8')).toContain('mine');

  rmSync(path);
  await expect(page.getByText('This file is not there')).toBeVisible({ timeout: 30_000 });
  mkdirSync(path);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('This is a folder')).toBeVisible({ timeout: 30_000 });
});

test('an open file is given another name: the keyboard stays in the tree, and it is saved without a question', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  writeFileSync(join(home, 'a.txt'), 'one\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await files.open();
  await files.item('a.txt').click();
  await expect(files.text('a.txt')).toContainText('one', { timeout: 60_000 });

  await files.choose('a.txt', 'Rename');
  await files.named('b.txt');
  await expect(files.text('b.txt')).toContainText('one');
  await expect(files.item('b.txt')).toBeVisible();
  await expect(files.tree).toBeFocused();

  await files.text('b.txt').click();
  await page.keyboard.type('mine ');
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(join(home, 'b.txt'), 'utf8')).toContain('mine');
  await page.keyboard.type('again ');
  chmodSync(join(home, 'b.txt'), 0o755);
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(join(home, 'b.txt'), 'utf8')).toContain('again');
  await expect(page.getByRole('button', { name: 'Overwrite' })).toHaveCount(0);
});

test('a file that is not saved is still open when its workspace is shown again, and nothing is told of it meanwhile', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  writeFileSync(join(folderOf(dispatch), 'a.txt'), 'one\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/a.txt`);
  await expect(files.text('a.txt')).toContainText('one', { timeout: 60_000 });
  await files.text('a.txt').click();
  await page.keyboard.type('mine ');
  await dispatch.api.fetch('POST', '/api/workspaces', { name: 'Shop' });
  const heading = page.getByRole('heading', { level: 1 });
  await heading.getByRole('button', { name: 'Home' }).click();
  await page.getByRole('menuitem', { name: 'Shop' }).click();
  await expect(heading.getByRole('button', { name: 'Shop' })).toBeVisible();
  await expect(page.getByText('Nothing open')).toBeVisible();
  await expect(page.getByText(/was closed/)).toHaveCount(0);
  await page.goBack();
  await expect(files.text('a.txt')).toContainText('mine');
  await expect(page.getByRole('button', { name: /^a\.txt.*not saved/i })).toBeVisible();
});

test('what is typed and not saved is there after a reload', async ({ ownDispatch: dispatch, browser }) => {
  const home = folderOf(dispatch);
  writeFileSync(join(home, 'a.txt'), 'one\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/a.txt`);
  await expect(files.text('a.txt')).toContainText('one', { timeout: 60_000 });
  await files.text('a.txt').click();
  const kept = page.waitForResponse(
    (response) => response.url().includes('/files/drafts') && response.request().method() === 'PUT',
  );
  await page.keyboard.type('kept ');
  await kept;
  await page.reload();
  await expect(files.text('a.txt')).toContainText('kept', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(files.text('a.txt')).not.toContainText('kept');
  expect(readFileSync(join(home, 'a.txt'), 'utf8')).toBe('one\n');
});

test('a file is found, changed and saved on a phone', async ({ ownDispatch: dispatch, browser }) => {
  const home = folderOf(dispatch, 'src');
  writeFileSync(join(home, 'a.txt'), 'one\n');
  writeFileSync(join(home, 'b.txt'), 'other\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser, phone);
  const files = new FilesPage(page);
  await files.open();
  await files.item('src').tap();
  await files.item('src/a.txt').tap();
  await expect(files.text('src/a.txt')).toContainText('one', { timeout: 60_000 });
  const save = files.pane('src/a.txt').getByRole('button', { name: 'Save', exact: true });
  await expect(save).toBeDisabled();
  await files.text('src/a.txt').tap();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('two and ');
  await save.tap();
  await expect.poll(() => readFileSync(join(home, 'a.txt'), 'utf8')).toBe('two and one\n');
  await expect(save).toBeDisabled();
  const undo = files.pane('src/a.txt').getByRole('button', { name: 'Undo' });
  await undo.tap();
  await expect(undo).toBeDisabled();
  await expect(files.text('src/a.txt')).toHaveText('one');
  await expect(save).toBeEnabled();

  const bar = page.getByRole('navigation', { name: 'Main' });
  await expect(bar.getByRole('button', { name: 'Files' })).toHaveAttribute('aria-current', 'page');
  await expect(bar.getByRole('button', { name: 'Sessions' })).not.toHaveAttribute('aria-current');

  // Files are swiped through as sessions are.
  await files.open();
  await files.item('src/b.txt').tap();
  await expect(files.text('src/b.txt')).toContainText('other', { timeout: 30_000 });
  const fingers = await Fingers.on(page);
  await fingers.down({ x: 120, y: 25 });
  await fingers.move({ x: 330, y: 25 });
  await fingers.up();
  await expect(files.text('src/a.txt')).toBeVisible();
  await expect(files.text('src/b.txt')).toBeHidden();
});

for (const [device, options] of desktopAndPhone)
  test(`the editor on a ${device} looks right and can be used`, async ({ ownDispatch: dispatch, browser }) => {
    const home = folderOf(dispatch);
    writeFileSync(
      join(home, 'main.ts'),
      "import { a } from './a';\n\n/** Adds. */\nexport function add(one: number, two = 3): string {\n  return `${a}` + (one + two);\n}\n",
    );
    writeFileSync(
      join(home, 'read.md'),
      '# Title\n\nSome *words*, `code`.\n\n- [x] done\n- <script>alert(1)</script>\n',
    );
    const { page } = await DispatchPage.signedIn(dispatch, browser, { ...options, deviceScaleFactor });
    const files = new FilesPage(page);
    await page.goto(`${dispatch.url}/w/default/f/main.ts`);
    await expect(files.text('main.ts')).toContainText('Adds', { timeout: 60_000 });
    await expect(files.text('main.ts').locator('span[class]').first()).toBeVisible();
    await look(page, device, 'editor');
    await files.pane('main.ts').getByRole('button', { name: 'Find' }).click();
    await page.getByRole('textbox', { name: 'Find' }).fill('one');
    await expect(page.getByText('2 matches')).toBeVisible();
    await look(page, device, 'find');
    await page.goto(`${dispatch.url}/w/default/f/read.md`);
    await expect(files.text('read.md')).toContainText('Title', { timeout: 60_000 });
    await files.pane('read.md').getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByRole('heading', { name: 'Title' })).toBeVisible();
    await look(page, device, 'preview');
  });
