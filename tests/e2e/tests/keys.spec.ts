import { readFileSync } from 'node:fs';
import { desktopAndPhone, isUsable } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('keys pressed before the palette’s code is there go into it, and not to the terminal', async ({
  dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  let arrive = () => {};
  const slow = new Promise<void>((resolve) => (arrive = resolve));
  await page.page.route(/\/assets\/Dialogs-[^/]*\.js$/, async (route) => {
    await slow;
    await route.continue();
  });
  await page.page.reload();
  await page.live();

  await page.page.keyboard.press('Control+Shift+k');
  await page.page.keyboard.type('settinx');
  await page.page.keyboard.press('Backspace');
  arrive();
  await expect(page.page.getByRole('combobox')).toHaveValue('settin');
  await page.page.keyboard.type('gs');
  await page.page.keyboard.press('Enter');
  await expect(page.page.getByRole('heading', { name: 'Settings' })).toBeVisible();

  await page.page.goBack();
  await page.page.keyboard.type('echo "only $((6 * 7))"');
  await page.page.keyboard.press('Enter');
  await page.sees('only 42');
  await expect(page.screen).not.toContainText('settin');
});

test('a key is changed, warned of by name, searched for by pressing it, and taken back: by the keyboard alone @core', async ({
  dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const { keyboard } = page.page;
  await keyboard.press('Control+k');
  await keyboard.type('>change keys');
  await keyboard.press('Enter');
  const search = page.page.getByRole('searchbox', { name: 'Search by name or key' });
  await search.fill('Session list');
  await page.page.getByRole('button', { name: 'Change the key of “Go to the session list”' }).press('Enter');
  const dialog = page.page.getByRole('dialog', { name: 'Key for “Go to the session list”' });
  await keyboard.press('Control+c');
  await expect(dialog).toContainText('Ctrl+C stops the program that runs in a terminal.');
  await keyboard.press('Backspace');
  await keyboard.press('Control+Alt+j');
  await keyboard.press('Control+Alt+l');
  await expect(dialog.getByLabel('Written')).toHaveValue('ctrl+alt+j ctrl+alt+l');
  await dialog.getByLabel('Only while').fill('editorFocus');
  await keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('“editorFocus” is nothing that a when-clause can ask for');
  await dialog.getByLabel('Only while').fill('view == settings');
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.page.getByRole('row', { name: /Go to the session list/ })).toContainText('Ctrl+Alt+J Ctrl+Alt+L');

  await page.page.getByRole('button', { name: 'Search by pressing a key' }).press('Enter');
  await keyboard.press('Control+Alt+j');
  await expect(page.page.getByRole('row')).toHaveCount(2);
  await keyboard.press('Tab');
  await keyboard.press('Control+Alt+j');
  await expect(page.page.getByText('Ctrl+Alt+J was pressed. Waiting for the second key…')).toBeVisible();
  await keyboard.press('q');
  await expect(page.page.getByText('Ctrl+Alt+J Q is no command.')).toBeVisible();

  // It follows the person to another device.
  const other = await DispatchPage.signedIn(dispatch, browser);
  await other.page.keyboard.press('?');
  await expect(other.page.getByRole('dialog', { name: 'Keys' })).toContainText('Ctrl+Alt+J Ctrl+Alt+L');

  await page.page.getByRole('button', { name: 'Reset all' }).press('Enter');
  await expect(page.page.getByText('All keys are as they were at first.')).toBeVisible();
  await expect(other.page.getByRole('dialog', { name: 'Keys' })).not.toContainText('Ctrl+Alt+J');
});

test('bindings of VS Code are imported past a broken line, which is told with its number and reason', async ({
  dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.page.goto(`${dispatch.url}/settings/keys`);
  await page.page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.page.getByRole('dialog', { name: 'Import key bindings' });
  await dialog.getByLabel('Key bindings', { exact: true }).fill(`// My keys
[
  { "key": "ctrl+alt+t", "command": "workbench.action.terminal.new" },
  { "key": "ctrl+alt+g", "command": "editor.action.rename" },
  { "key": "ctrl+alt+b", "command: "workbench.action.toggleSidebarVisibility" },
  { "key": "ctrl+foo", "command": "workbench.action.openSettings" },
  { "key": "ctrl+alt+x", "command": "workbench.action.openSettings", },
]`);
  await dialog.getByRole('button', { name: 'Read' }).click();
  await expect(dialog).toContainText('2 bindings are taken');
  await expect(dialog).toContainText('2 lines are broken');
  await expect(dialog).toContainText('Line 5:');
  await expect(dialog).toContainText('Line 6: “ctrl+foo” is no key.');
  await expect(dialog).toContainText('editor.action.rename · ctrl+alt+g Line 4: There is no such command here.');
  await dialog.getByRole('button', { name: 'Import 2 bindings' }).click();
  await expect(page.page.getByRole('row', { name: /New terminal/ }).filter({ hasText: 'Ctrl+Alt+T' })).toBeVisible();

  await page.page.getByRole('heading', { name: 'Keys' }).click();
  await page.page.keyboard.press('Control+Alt+x');
  await expect(page.page).toHaveURL(/\/settings$/);
  await page.page.goBack();
  await page.page.getByRole('button', { name: 'Reset all' }).click();
  await expect(page.page.getByText('All keys are as they were at first.')).toBeVisible();
});

test('a key is taken away and brought back, one command is reset, and one’s own keys are exported and printed', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.page.goto(`${dispatch.url}/settings/keys`);
  const search = page.page.getByRole('searchbox', { name: 'Search by name or key' });
  await search.fill('Next tab');
  const row = page.page.getByRole('row', { name: /Next tab/ });
  const before = (await row.first().innerText()).replace(/\s+/g, ' ');
  await row
    .first()
    .getByRole('button', { name: /^Take .* from “Next tab”$/ })
    .click();
  await expect(row.first()).toContainText('no key');
  await page.page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await row.first().innerText()).replace(/\s+/g, ' ')).toBe(before);

  await row
    .first()
    .getByRole('button', { name: /^Take .* from “Next tab”$/ })
    .click();
  const downloading = page.page.waitForEvent('download');
  await page.page.getByRole('button', { name: 'Export' }).click();
  const file = await (await downloading).path();
  expect(readFileSync(file, 'utf8')).toMatch(/"command":\s*"-/);

  await page.page.getByRole('button', { name: 'Reset the keys of “Next tab”' }).click();
  await expect(page.page.getByText('The keys of “Next tab” are as they were at first.')).toBeVisible();
  await expect.poll(async () => (await row.first().innerText()).replace(/\s+/g, ' ')).toBe(before);
  await expect(page.page.getByRole('button', { name: 'Export' })).toBeDisabled();

  // On paper there is the sheet alone, black on white.
  await page.page.getByRole('heading', { name: 'Keys' }).click();
  await page.page.keyboard.press('?');
  const sheet = page.page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('Ctrl+Shift+V');
  await page.page.emulateMedia({ media: 'print' });
  await expect(search).toBeHidden();
  await expect(sheet.getByRole('searchbox')).toBeHidden();
  await page.page.screenshot({ path: info.outputPath('printed.png'), fullPage: true });
});

test('the palette goes to a setting and to a session, what was chosen last first; the cheat sheet is searched', async ({
  dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const { keyboard } = page.page;
  await keyboard.press('Control+k');
  await keyboard.type(',font size');
  await expect(page.page.getByRole('option', { selected: true })).toContainText('Font size');
  await keyboard.press('Enter');
  await expect(page.page).toHaveURL(/\/settings#terminal\.fontSize$/);

  await keyboard.press('Control+k');
  await expect(page.page.getByRole('option').first()).toContainText('recently used');
  await expect(page.page.getByRole('option').first()).toContainText('Font size');
  await keyboard.press('Escape');

  await keyboard.press('?');
  const sheet = page.page.getByRole('dialog', { name: 'Keys' });
  await sheet.getByRole('searchbox').fill('paste');
  await expect(sheet).toContainText('Ctrl+Shift+V');
  await expect(sheet).not.toContainText('Next tab');
});

test('every screen of keys is usable by everyone, in the dark and in the light', async ({
  dispatch,
  browser,
}, info) => {
  test.setTimeout(240_000);
  for (const [device, options] of desktopAndPhone)
    for (const colorScheme of ['dark', 'light'] as const) {
      const page = await DispatchPage.signedIn(dispatch, browser, { ...options, colorScheme });
      const look = async (name: string) => {
        await page.page.screenshot({
          path: info.outputPath(`${name}-${device}-${colorScheme}.png`),
          animations: 'disabled',
        });
        await isUsable(page.page, `${name} ${device} ${colorScheme}`);
      };
      await page.page.goto(`${dispatch.url}/settings/keys`);
      await expect(page.page.getByRole('table')).toBeVisible();
      await look('keys');
      await page.page.getByRole('button', { name: /Change the key of “New terminal”/ }).click();
      await page.page.getByLabel('Written').fill('ctrl+c');
      await look('change');
      await page.page.keyboard.press('Escape');
      await page.page.getByRole('button', { name: 'Import…' }).click();
      await page.page
        .getByLabel('Key bindings', { exact: true })
        .fill(
          '[{ "key": "ctrl+alt+t", "command": "workbench.action.terminal.new" },\n{ "key": "f2", "command": "rename" },\n{ "key": "x+", "command": "palette" }]',
        );
      await page.page.getByRole('button', { name: 'Read' }).click();
      await look('import');
      await page.page.keyboard.press('Escape');
      await page.page.keyboard.press('?');
      await expect(page.page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      await look('sheet');
      await page.page.keyboard.press('Escape');
      await page.page.keyboard.press('Control+k');
      await page.page.keyboard.type('ter');
      await look('palette');
      await page.page.context().close();
    }
});
