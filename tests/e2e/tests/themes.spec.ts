import type { Locator, Page } from '@playwright/test';
import { desktopAndPhone, isUsable } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const dusk = ghostty('#1c1f2b', '#c8cce0', [
  ...['#22263a', '#e06c7f', '#8fc98a', '#e3c078', '#7aa5f0', '#c08ae8', '#6cc5cc', '#c0c5d8'],
  ...['#5a607c', '#f08a99', '#a9e0a2', '#f2d596', '#9bbcf8', '#d4a8f2', '#8fdce2', '#e8ebf5'],
]);
const paper = ghostty('#fbf6e9', '#4a4f57', [
  ...['#2f3338', '#b8342c', '#5d7a1a', '#a87700', '#2f6fae', '#8a4a9e', '#2b8079', '#c9c3b0'],
  ...['#7b7f86', '#c94a3f', '#71902b', '#bd8c12', '#4685c2', '#a163b4', '#3f958e', '#e9e3d2'],
]);

test('a terminal theme colours the page and its terminals, from the first paint on @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  await page.line('printf "\\033[31mred\\033[0m plain\\n"');
  const red = page.screen.locator('span', { hasText: /^red$/ });
  await expect(red).toBeVisible();

  await runCommand(page, 'Import a theme…');
  const dialog = page.page.getByRole('dialog', { name: 'Import a theme' });
  await expect(dialog.getByLabel('Theme', { exact: true })).toBeFocused();
  await dialog.getByLabel('Theme', { exact: true }).fill(dusk.replace('palette = 5=#c08ae8', 'palette = 5=#zz'));
  const before = await colors(page.page);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog.getByRole('alert')).toHaveText("Line 9: 'palette = 5=#zz' is no colour; write #rrggbb.");
  expect(await colors(page.page)).toEqual(before);

  await dialog
    .getByLabel('Choose a file…')
    .setInputFiles({ name: 'Dusk', mimeType: 'text/plain', buffer: Buffer.from(dusk) });
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toBeHidden();

  const inDusk = { pane: 'rgb(28, 31, 43)', text: 'rgb(200, 204, 224)', red: 'rgb(224, 108, 127)' };
  await expect.poll(() => colors(page.page)).toEqual(inDusk);

  // Without the page's own code: only what runs before the first paint.
  await page.page.route('**/assets/*.js', (route) => route.abort());
  await page.page.reload();
  await expect(page.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await token(page.page, '--bg-1')).toBe('#1c1f2b');
  await expect(page.page.getByRole('main')).toHaveCount(0);
  await page.page.unroute('**/assets/*.js');
  await page.page.reload();
  await page.live();
  await page.sees('red plain');
  expect(await colors(page.page)).toEqual(inDusk);

  await runCommand(page, 'Light theme');
  await expect.poll(async () => (await colors(page.page)).pane).not.toBe(inDusk.pane);
  await runCommand(page, 'Dusk theme');
  await expect.poll(() => colors(page.page)).toEqual(inDusk);
});

test('an imported theme can be removed, and comes back', async ({ ownDispatch: dispatch, browser }) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await importTheme(page, 'Dusk', dusk);
  await page.page.getByRole('button', { name: 'Settings' }).click();
  const choice = page.page.getByRole('radio', { name: 'Dusk' });
  await expect(choice).toBeChecked();

  await page.page.getByRole('button', { name: 'Remove Dusk' }).click();
  await expect(choice).toHaveCount(0);
  await expect(themes(page).getByRole('radio', { name: 'System' })).toBeFocused();
  expect(await token(page.page, '--bg-1')).not.toBe('#1c1f2b');

  await page.page.getByRole('button', { name: 'Undo' }).click();
  await expect(choice).toBeChecked();
  expect(await token(page.page, '--bg-1')).toBe('#1c1f2b');
});

test('the system may ask for more contrast, and a choice of one’s own is kept', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const root = page.page.locator('html');
  await page.page.emulateMedia({ colorScheme: 'light', contrast: 'more' });
  await expect(root).toHaveAttribute('data-theme', 'contrast');
  await runCommand(page, 'Light theme');
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.page.reload();
  await expect(root).toHaveAttribute('data-theme', 'light');
});

for (const [device, options] of desktopAndPhone) {
  test(`every theme is usable by everyone: ${device}`, async ({ ownDispatch: dispatch, browser }, info) => {
    test.slow();
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    const check = async (name: string, theme: string) => {
      await page.page.screenshot({ path: info.outputPath(`${name}, ${theme}.png`) });
      await isUsable(page.page, `${name}, ${device}, ${theme}`);
    };

    await page.openTerminal();
    await page.line('printf "\\033[1;31mred \\033[32mgreen \\033[33myellow \\033[34mblue\\033[0m plain\\n"; seq 1 12');
    await page.sees('12');
    await importTheme(page, 'Dusk', dusk);
    await importTheme(page, 'Paper', paper);

    for (const theme of ['High contrast', 'Dusk', 'Paper']) {
      await runCommand(page, `${theme} theme`);
      await check('terminal', theme);
      await openPalette(page);
      await check('palette', theme);
      await page.page.keyboard.press('Escape');

      await runCommand(page, 'Settings');
      await expect(page.page.getByRole('radio', { name: theme })).toBeChecked();
      await check('settings', theme);
      await page.page.getByRole('button', { name: 'Import a theme…' }).click();
      await page.page.getByRole('dialog').getByLabel('Theme', { exact: true }).fill('no theme');
      await page.page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
      await expect(page.page.getByRole('alert')).toBeVisible();
      await check('import', theme);
      await page.page.keyboard.press('Escape');
      await page.page.goBack();
      await page.live();
    }
  });
}

function ghostty(background: string, foreground: string, palette: readonly string[]): string {
  return [
    `# A theme of Ghostty`,
    `background = ${background}`,
    `foreground = ${foreground}`,
    ...palette.map((color, index) => `palette = ${index}=${color}`),
  ].join('\n');
}

async function importTheme(page: DispatchPage, name: string, text: string): Promise<void> {
  await runCommand(page, 'Import a theme…');
  const dialog = page.page.getByRole('dialog', { name: 'Import a theme' });
  await dialog.getByLabel('Theme', { exact: true }).fill(text);
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toBeHidden();
}

async function runCommand(page: DispatchPage, title: string): Promise<void> {
  await openPalette(page);
  await page.page.getByRole('combobox').fill(title);
  await page.page.getByRole('option', { name: title }).first().click();
}

/** From wherever the keyboard is: a terminal keeps plain Control for itself. */
async function openPalette(page: DispatchPage): Promise<void> {
  const inTerminal = await page.page.evaluate(() => !!document.activeElement?.closest('.xterm'));
  await page.page.keyboard.press(inTerminal ? 'Control+Shift+k' : 'Control+k');
  await expect(page.page.getByRole('combobox')).toBeFocused();
}

/** Where one is chosen; languages have a "System" too. */
function themes(page: DispatchPage): Locator {
  return page.page.getByRole('radiogroup', { name: 'Theme' });
}

function token(page: Page, name: string): Promise<string> {
  return page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name), name);
}

/** What is really painted: the pane behind the terminal, its text, and text in a colour that a program named. */
function colors(page: Page): Promise<{ pane: string; text: string; red: string }> {
  return page.evaluate(() => {
    const terminal = document.querySelector('[data-testid="terminal"]')!;
    const red = [...terminal.querySelectorAll('.xterm-rows span')].find((span) => span.textContent === 'red')!;
    return {
      pane: getComputedStyle(terminal.closest('section')!).backgroundColor,
      text: getComputedStyle(terminal.querySelector('.xterm-rows')!).color,
      red: getComputedStyle(red).color,
    };
  });
}
