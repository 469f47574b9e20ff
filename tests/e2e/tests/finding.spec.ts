import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FilesPage, folderOf } from '../harness/files.ts';
import { desktopAndPhone, deviceScaleFactor, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test.setTimeout(180_000);

/** Some files to be found. */
function filled(home: string): void {
  mkdirSync(join(home, 'src/deep'), { recursive: true });
  mkdirSync(join(home, 'node_modules/x'), { recursive: true });
  writeFileSync(join(home, 'src/session-list.ts'), 'export const needle = 1;\nconst other = needle + 1;\n');
  writeFileSync(join(home, 'src/deep/screen.ts'), '// a needle in the hay\n');
  writeFileSync(join(home, 'src/a.cs'), Array.from({ length: 40 }, (_, line) => `// line ${line + 1}\n`).join(''));
  writeFileSync(join(home, 'read.md'), 'Needles\n');
  writeFileSync(join(home, 'node_modules/x/session-list.ts'), 'needle\n');
}

test('a file is opened by some letters of its path, found again among the last ones, and shown in the tree @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  filled(folderOf(dispatch));
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  const asked = page.getByRole('combobox');
  await page.keyboard.press('Control+p');
  await expect(asked).toHaveValue('/');
  await page.keyboard.type('slist');
  await expect(page.getByRole('option').first()).toContainText('session-list.ts');
  // What is ignored isn't found.
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(files.text('src/session-list.ts')).toContainText('needle', { timeout: 60_000 });

  await page.keyboard.press('Control+p');
  await page.keyboard.type('screen');
  await expect(page.getByRole('option').first()).toContainText('screen.ts');
  await page.keyboard.press('Enter');
  await expect(files.text('src/deep/screen.ts')).toContainText('needle');

  await page.keyboard.press('Control+p');
  await expect(page.getByRole('option').nth(0)).toContainText('screen.ts');
  await expect(page.getByRole('option').nth(1)).toContainText('session-list.ts');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+p');
  await page.keyboard.type('a.cs:12:3');
  await expect(page.getByRole('option').first()).toContainText('a.cs');
  await page.keyboard.press('Enter');
  await expect(files.pane('src/a.cs').getByText('Line 12, column 3')).toBeVisible();
  await page.getByRole('button', { name: 'screen.ts', exact: true }).click();

  await page.getByRole('button', { name: 'Actions for screen.ts' }).click();
  await page.getByRole('menuitem', { name: 'Show in the tree' }).click();
  await expect(files.item('src/deep/screen.ts')).toHaveAttribute('aria-selected', 'true', { timeout: 30_000 });
});

test('a path that a program prints opens the file at its line', async ({ ownDispatch: dispatch, browser }) => {
  filled(folderOf(dispatch));
  const page = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page.page);
  await page.openTerminal();
  await page.line('clear; cd src; echo at deep/../a.cs:12:3');
  await page.sees('at deep/../a.cs:12:3');
  // What is relative is so to where the shell is.
  await expect(page.row('bash')).toContainText('~/src');
  const printed = page.screen.locator('div').filter({ hasText: /^at deep/ });
  const box = (await printed.boundingBox())!;
  const size = await page.screen.locator('div').first().boundingBox();
  // In the middle of the path, some characters from the left.
  const at = [box.x + 90, box.y + size!.height / 2] as const;
  await page.page.keyboard.down('Control');
  await expect(async () => {
    // A line is asked about once, when the pointer comes to it.
    await page.page.mouse.move(at[0], at[1] + 200);
    await page.page.mouse.move(...at);
    await expect(page.terminal.locator('.xterm-cursor-pointer')).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await page.page.mouse.click(...at);
  await page.page.keyboard.up('Control');
  await expect(files.text('src/a.cs')).toContainText('// line 12', { timeout: 60_000 });
  await expect(files.pane('src/a.cs').getByText('Line 12, column 3')).toBeVisible();
});

test('what is found in all files is replaced as shown; a file that changed since is left alone', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  filled(home);
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await files.openSearch();
  await files.searched.fill('needle');
  await files.searched.press('Enter');
  await expect(page.getByText('4 in 3 files')).toBeVisible();
  await page.getByRole('button', { name: 'Match case' }).click();
  await expect(page.getByText('3 in 2 files')).toBeVisible();
  await files.results.getByRole('button', { name: /a needle in the hay/ }).click();
  await expect(files.pane('src/deep/screen.ts').getByText('Line 1, column 6')).toBeVisible({ timeout: 60_000 });

  await page.getByRole('button', { name: 'Regular expression' }).click();
  await page.getByRole('button', { name: 'Replace…' }).click();
  await files.searched.fill('need(le)');
  await page.getByRole('textbox', { name: 'Replace with' }).fill('nood$1s');
  await files.searched.press('Enter');
  await expect(files.results.locator('ins').first()).toHaveText('noodles');
  await expect(page.getByText('3 in 2 files')).toBeVisible();

  writeFileSync(join(home, 'src/deep/screen.ts'), '// needle by another hand\n');
  await page.getByRole('button', { name: 'Replace all' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page.getByText('2 replaced in 1 file.')).toBeVisible();
  await expect(page.getByText(/screen\.ts.*has changed on the disk/)).toBeVisible();
  expect(readFileSync(join(home, 'src/deep/screen.ts'), 'utf8')).toBe('// needle by another hand\n');
  expect(readFileSync(join(home, 'src/session-list.ts'), 'utf8')).toBe(
    'export const noodles = 1;\nconst other = noodles + 1;\n',
  );
  // Searched anew, it is replaced too.
  await files.searched.press('Enter');
  await expect(page.getByText('1 in 1 file', { exact: true })).toBeVisible();
  await files.results.getByRole('button', { name: 'Replace in screen.ts' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click();
  await expect.poll(() => readFileSync(join(home, 'src/deep/screen.ts'), 'utf8')).toBe('// noodles by another hand\n');
});

for (const [device, options] of desktopAndPhone)
  test(`finding files on a ${device} looks right and can be used`, async ({ ownDispatch: dispatch, browser }) => {
    filled(folderOf(dispatch));
    const { page } = await DispatchPage.signedIn(dispatch, browser, { ...options, deviceScaleFactor });
    const files = new FilesPage(page);
    await files.openSearch();
    await look(page, device, 'search, empty');
    await files.searched.fill('needle');
    await page.getByRole('button', { name: 'Search', exact: true }).and(page.locator('form button')).click();
    await expect(page.getByText('4 in 3 files')).toBeVisible();
    await look(page, device, 'search');
    await page.getByRole('button', { name: 'Replace…' }).click();
    await page.getByRole('button', { name: 'Where…' }).click();
    await page.getByRole('textbox', { name: 'Replace with' }).fill('pin');
    await expect(files.results.locator('ins').first()).toHaveText('pin');
    await look(page, device, 'search and replace');
    await page.getByRole('button', { name: 'Replace all' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, device, 'replace, asked');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    if (device === 'phone')
      await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Search' }).click();
    else await page.keyboard.press('Control+p');
    await page.getByRole('combobox').fill('/s');
    await expect(page.getByRole('option').first()).toBeVisible();
    await look(page, device, 'quick open');
  });
