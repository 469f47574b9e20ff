import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';
import { englishOn, inGerman } from '../harness/words.ts';

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
  expect(await size()).toBeCloseTo(13.35, 3);
  // No less than the eight pixels that a cell is to have: what renders it takes the whole ones.
  const letter = await page.screen.evaluate((rows) => {
    const drawn = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    drawn.font = `${getComputedStyle(rows).fontSize} "JetBrains Mono Variable"`;
    return drawn.measureText('W').width;
  });
  expect(letter).toBeGreaterThanOrEqual(8);
  expect(letter).toBeLessThan(8.1);

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

test('a setting is changed for a layer, found, linked to and taken away, on every open page @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const here = await DispatchPage.signedIn(dispatch, browser);
  const there = await DispatchPage.signedIn(dispatch, browser);
  const size = (page: DispatchPage) => page.page.getByRole('group', { name: 'Font size' });
  for (const page of [here, there]) await page.page.goto(`${dispatch.url}/settings#terminal.fontSize`);
  await expect(size(here)).toHaveClass(/marked/);
  await expect(size(here)).toBeInViewport();

  await size(here).getByRole('textbox').fill('99');
  await size(here).getByRole('textbox').press('Enter');
  await expect(size(here).getByRole('alert')).toHaveText('Must be a whole number from 6 to 40.');
  await expect(size(there).getByRole('textbox')).toHaveValue('13');

  await size(here).getByRole('textbox').fill('17');
  await size(here).getByRole('textbox').press('Enter');
  await expect(size(here).getByRole('alert')).toBeHidden();
  await expect(size(there).getByRole('textbox')).toHaveValue('17');

  await there.page.getByRole('tab', { name: 'This device' }).click();
  await size(there).getByRole('textbox').fill('21');
  await size(there).getByRole('textbox').press('Enter');
  await there.page.getByRole('tab', { name: 'You' }).click();
  await expect(size(there).getByText('set for this device: 21 px')).toBeVisible();
  await expect(size(here).getByText('set for this device')).toBeHidden();

  await here.page.getByRole('searchbox').fill('back scroll');
  await expect(here.page.getByRole('group', { name: 'Lines to scroll back' })).toBeVisible();
  await expect(size(here)).toBeHidden();
  await here.page.getByRole('searchbox').fill('');
  await size(here).getByRole('button', { name: 'Reset Font size' }).click();
  await expect(size(there).getByRole('textbox')).toHaveValue('13');
});

test('a layer as text: what is wrong in it is told with its line, and changes nothing', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser, { colorScheme: 'dark' });
  await page.page.goto(`${dispatch.url}/settings`);
  await page.page.getByRole('button', { name: 'JSON' }).click();
  const text = page.page.getByLabel('You, as JSON');
  const groups = page.page.getByRole('navigation', { name: 'Groups of settings' });
  await expect(groups.getByRole('button')).toHaveCount(0);
  const save = page.page.getByRole('button', { name: 'Save' });
  await text.fill('{\n  "theme": "light",\n  "terminal.fontSize": 2\n}');
  await save.click();
  await expect(page.page.getByRole('alert')).toHaveText(
    'Line 3: terminal.fontSize: Must be a whole number from 6 to 40.',
  );
  await expect(root(page)).toHaveAttribute('data-theme', 'dark');

  await text.fill('{ "theme": "light", } // As it is by day.');
  await save.click();
  await expect(root(page)).toHaveAttribute('data-theme', 'light');

  // Somebody changes the same meanwhile: nothing of theirs is lost unseen.
  await text.fill('{ "theme": "contrast" }');
  await dispatch.api.fetch('PATCH', '/api/settings/user', { values: { language: 'en' } });
  await expect(page.page.getByText('These settings have changed meanwhile.')).toBeVisible();
  await save.click();
  await expect(page.page.getByRole('alert')).toContainText('changed meanwhile');
  await page.page.getByRole('button', { name: 'Take what is set now' }).click();
  await expect(text).toHaveValue('{\n  "language": "en",\n  "theme": "light"\n}\n');
});

for (const [device, options] of desktopAndPhone) {
  test(`settings are usable by everyone: ${device}`, async ({ ownDispatch: dispatch, browser }) => {
    test.slow();
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    await dispatch.api.fetch('PATCH', '/api/settings/user', {
      values: { 'notifications.quietHours': '22:00-07:00', 'terminal.scrollback': 20000 },
    });
    await page.page.goto(`${dispatch.url}/settings`);
    await expect(page.page.getByRole('group', { name: 'Font size' })).toBeVisible();
    await look(page.page, device, 'settings, top');
    await page.page.goto(`${dispatch.url}/settings#notifications.quietHours`);
    const size = page.page.getByRole('group', { name: 'Lines to scroll back' }).getByRole('textbox');
    await size.fill('many');
    await size.press('Enter');
    await page.page.getByRole('group', { name: 'Quiet hours' }).scrollIntoViewIfNeeded();
    await look(page.page, device, 'settings, marked');
    await page.page.getByRole('searchbox').fill('nothing of the kind');
    await expect(page.page.getByRole('button', { name: 'Show all' })).toBeVisible();
    await look(page.page, device, 'settings, nothing found');
    await page.page.getByRole('button', { name: 'Show all' }).click();
    await page.page.getByRole('button', { name: 'JSON' }).click();
    await page.page.getByLabel('You, as JSON').fill('{');
    await page.page.getByRole('button', { name: 'Save' }).click();
    await expect(page.page.getByRole('alert')).toBeVisible();
    await look(page.page, device, 'settings, json');
  });

  test(`settings speak German: ${device}`, async ({ ownDispatch: dispatch, browser }) => {
    const page = await DispatchPage.signedIn(dispatch, browser, { ...options, locale: 'en' });
    await dispatch.api.fetch('PATCH', '/api/settings/user', { values: { language: 'de' } });
    await expect(root(page)).toHaveAttribute('lang', 'de');
    await page.page.goto(`${dispatch.url}/settings`);
    await expect(page.page.getByRole('heading', { name: inGerman('settings_title') })).toBeVisible();
    const said = await page.page.locator('section.settings').evaluate((section) => section.textContent);
    expect(said).toContain('Zeilen zum Zurückblättern');
    await page.page.getByRole('tab', { name: inGerman('settings_layer_device') }).click();
    const english = await englishOn(page.page);
    const frame = await page.page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((one) => !one.closest('section.settings'))
        .flatMap((one) => [
          one.getAttribute('aria-label') ?? '',
          one.getAttribute('title') ?? '',
          one.textContent.trim(),
        ]),
    );
    expect(english.filter((text) => !frame.some((one) => one.includes(text)))).toEqual([]);
  });
}
