import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { FilesPage, folderOf } from '../harness/files.ts';
import { desktopAndPhone, deviceScaleFactor, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { crash } from '../harness/processes.ts';
import { expect, test } from '../harness/test.ts';

test.setTimeout(180_000);

/** A picture of 64 by 64 pixels: a disc, with nothing around it. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAYAAACqaXHeAAAAtElEQVR42u3buRGAMAwEQPrPyKiVBGrgkS1ZezMUcJshS9smIiKx2Y/zevu1LF0aI6J4CYgRxdNCzCifAmFm8ekQmcoPR8hYfhhC5vLhCBXKhyFUKh+C0BqgYvnfECqX/wWhNcAK5T8htAZYqfwrBACdAVYs/wgBAAAAAAAAAAAAAAAAAAD4JTYQAWAwaizuccTTmAfSruXtBwCwI2RLzJ6gTVG7wrbF3Qu4GHEz5GpMRJbLDQL1+fa+/p5oAAAAAElFTkSuQmCC',
  'base64',
);

test('what is typed and not saved outlives a kill of the server and the runner @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
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
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('kept ');
  await kept;
  await crash(dispatch.pid('server'), dispatch.pid('runner'));
  await dispatch.start();
  await page.reload();
  await expect(files.text('a.txt')).toContainText('kept one', { timeout: 60_000 });
  expect(readFileSync(join(home, 'a.txt'), 'utf8')).toBe('one\n');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await files.text('a.txt').click();
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(join(home, 'a.txt'), 'utf8')).toBe('kept one\n');
});

test('bytes that are no UTF-8 and endings that are mixed come back as they were', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  writeFileSync(join(home, 'latin.txt'), Buffer.from('caf\xe9\r\n\xa0\xff\n', 'latin1'));
  writeFileSync(join(home, 'mixed.txt'), 'a\r\nb\nc\r\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/latin.txt`);
  await expect(files.text('latin.txt')).toContainText('café', { timeout: 60_000 });
  await expect(files.pane('latin.txt').getByText('Latin-1', { exact: true })).toBeVisible();
  await files.text('latin.txt').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('x');
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(join(home, 'latin.txt'), 'latin1')).toBe('xcaf\xe9\r\n\xa0\xff\n');
  // What it has no way to write is told before anything is saved.
  await page.keyboard.insertText('€');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Latin-1 has no way to write € in line 1')).toBeVisible();
  expect(readFileSync(join(home, 'latin.txt'), 'latin1')).toBe('xcaf\xe9\r\n\xa0\xff\n');
  await page.getByRole('button', { name: 'Save as UTF-8' }).click();
  await expect.poll(() => readFileSync(join(home, 'latin.txt'), 'utf8')).toBe('x€café\r\n\u00a0ÿ\n');

  await page.goto(`${dispatch.url}/w/default/f/mixed.txt`);
  await expect(files.pane('mixed.txt').getByText('Mixed line endings')).toBeVisible({ timeout: 60_000 });
  await files.text('mixed.txt').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('x');
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(join(home, 'mixed.txt'), 'utf8')).toBe('xa\r\nb\nc\r\n');
  await page.getByRole('button', { name: 'Make all LF' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => readFileSync(join(home, 'mixed.txt'), 'utf8')).toBe('xa\nb\nc\n');
});

test('names with new lines and emoji are shown, opened and saved', async ({ ownDispatch: dispatch, browser }) => {
  const home = folderOf(dispatch);
  const names = ['two\nlines.txt', 'party 🎉.txt', `${'n'.repeat(251)}.txt`, '#?%&.txt'];
  for (const name of names) writeFileSync(join(home, name), `in ${name.slice(0, 3)}\n`);
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await files.open();
  await expect(files.item('two\nlines.txt')).toContainText('two lines.txt');
  for (const name of names) {
    await files.item(name).click();
    const text = page.locator('.cm-content').filter({ visible: true });
    await expect(text).toContainText(`in ${name.slice(0, 3)}`, { timeout: 60_000 });
    await text.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('new ');
    await page.keyboard.press('Control+s');
    await expect.poll(() => readFileSync(join(home, name), 'utf8')).toMatch(/^new in /);
  }
});

test('a file that goes away, or becomes a folder, while something was typed keeps what was typed', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const path = join(folderOf(dispatch), 'a.txt');
  writeFileSync(path, 'one\n');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const files = new FilesPage(page);
  await page.goto(`${dispatch.url}/w/default/f/a.txt`);
  await expect(files.text('a.txt')).toContainText('one', { timeout: 60_000 });
  await files.text('a.txt').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('mine ');
  rmSync(path);
  await expect(page.getByText('This file was deleted, and you have changes')).toBeVisible({ timeout: 30_000 });
  mkdirSync(path);
  await expect(page.getByText('A folder is where this file was.')).toBeVisible({ timeout: 30_000 });
  await expect(files.text('a.txt')).toContainText('mine one');
  rmSync(path, { recursive: true });
  await expect(page.getByText('This file was deleted, and you have changes')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Save again' }).click();
  await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8')).toBe('mine one\n');
});

test('pipes and sockets are listed, and opening one says what it is without waiting for it', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  execFileSync('mkfifo', [join(home, 'pipe')]);
  const server = createServer().listen(join(home, 'socket'));
  try {
    const { page } = await DispatchPage.signedIn(dispatch, browser);
    const files = new FilesPage(page);
    await files.open();
    for (const name of ['pipe', 'socket']) {
      await files.item(name).click();
      await expect(files.pane(name).getByText('a pipe, a socket or a device')).toBeVisible({ timeout: 30_000 });
    }
  } finally {
    server.close();
  }
});

test('a PDF is opened by the browser in a tab of its own, and nothing of it runs here', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  writeFileSync(join(folderOf(dispatch), 'paper.pdf'), pdf('seen'));
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await page.goto(`${dispatch.url}/w/default/f/paper.pdf`);
  const opened = page.context().waitForEvent('response', {
    predicate: (response) => response.url().includes('/files/content') && response.url().includes('paper.pdf'),
  });
  await page.getByRole('button', { name: 'Open in a browser tab' }).click({ timeout: 60_000 });
  const response = await opened;
  const headers = await response.allHeaders();
  expect(response.status()).toBe(200);
  expect(headers['content-type']).toBe('application/pdf');
  expect(headers['content-disposition']).toBeUndefined();
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});

for (const [device, options] of desktopAndPhone)
  test(`pictures, bytes, large files and what came apart look right on a ${device}`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    const home = folderOf(dispatch);
    writeFileSync(join(home, 'dot.png'), picture);
    writeFileSync(join(home, 'data.bin'), Buffer.from(Array.from({ length: 600 }, (_, at) => at % 256)));
    writeFileSync(join(home, 'large.log'), '2026-11-30 12:00:00 something happened\n'.repeat(150_000));
    writeFileSync(join(home, 'a.txt'), 'one\ntwo\nthree\n');
    writeFileSync(join(home, 'mixed.txt'), Buffer.from('caf\xe9\r\nnone\n', 'latin1'));
    writeFileSync(join(home, 'paper.pdf'), '%PDF-1.4\n');
    const { page } = await DispatchPage.signedIn(dispatch, browser, { ...options, deviceScaleFactor });
    const files = new FilesPage(page);
    const open = (name: string) => page.goto(`${dispatch.url}/w/default/f/${name}`);
    await open('dot.png');
    await expect(files.pane('dot.png').getByRole('img', { name: 'dot.png' })).toBeVisible({ timeout: 60_000 });
    await expect
      .poll(() =>
        files
          .pane('dot.png')
          .locator('img')
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBe(64);
    await look(page, device, 'image');
    await open('data.bin');
    await expect(files.pane('data.bin').getByRole('region', { name: 'Bytes' })).toContainText('00000010', {
      timeout: 60_000,
    });
    await look(page, device, 'bytes');
    await open('large.log');
    const text = files.pane('large.log').getByRole('region', { name: 'Text' });
    await expect(text).toContainText('something happened', { timeout: 60_000 });
    await files.pane('large.log').getByRole('button', { name: 'Next' }).click();
    await expect(files.pane('large.log').getByRole('spinbutton')).toHaveValue('2');
    await expect(text).toContainText('something happened');
    await look(page, device, 'large file');
    await open('paper.pdf');
    await expect(page.getByText('A PDF is shown by the browser itself')).toBeVisible({ timeout: 60_000 });
    await look(page, device, 'pdf');
    await open('missing.txt');
    await expect(page.getByText('This file is not there')).toBeVisible({ timeout: 60_000 });
    await look(page, device, 'missing file');
    await open('mixed.txt');
    await expect(files.text('mixed.txt')).toContainText('caf', { timeout: 60_000 });
    await files.text('mixed.txt').click();
    const kept = page.waitForResponse(
      (response) => response.url().includes('/files/drafts') && response.request().method() === 'PUT',
    );
    await page.keyboard.type('mine');
    await kept;
    await page.reload();
    await expect(page.getByRole('button', { name: 'Discard' })).toBeVisible({ timeout: 60_000 });
    await look(page, device, 'unsaved text, mixed endings');
    await open('a.txt');
    await expect(files.text('a.txt')).toContainText('two', { timeout: 60_000 });
    await files.text('a.txt').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('mine');
    writeFileSync(join(home, 'a.txt'), 'one\n2\nthree\n');
    await page.getByRole('button', { name: 'Compare' }).click({ timeout: 30_000 });
    await expect(files.pane('a.txt').locator('.cm-deletedChunk').first()).toBeVisible();
    await look(page, device, 'conflict');
  });

/** The smallest whole one that shows a word. */
function pdf(word: string): string {
  const content = `BT /F1 24 Tf 72 700 Td (${word}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return String(place).padStart(10, '0');
  });
  const start = text.length;
  return `${text}xref\n0 6\n0000000000 65535 f \n${places.map((place) => `${place} 00000 n \n`).join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
}
