import { AxeBuilder } from '@axe-core/playwright';
import { devices, type Page } from '@playwright/test';
import { Fingers, type Point } from '../harness/fingers.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const { defaultBrowserType: _, ...pixel } = devices['Pixel 7']!;
const upright = { ...pixel, viewport: { width: 390, height: 844 }, permissions: ['clipboard-read', 'clipboard-write'] };

async function noViolations(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' '))}`),
      what,
    )
    .toEqual([]);
}

/** The middle of a text on the screen of a terminal. */
async function placeOf(page: DispatchPage, text: string, last = true): Promise<Point> {
  const rows = page.screen.locator('> div').filter({ hasText: text });
  const row = last ? rows.last() : rows.first();
  return row.evaluate((element, sought) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let all = '';
    const nodes: { node: Text; from: number }[] = [];
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      nodes.push({ node, from: all.length });
      all += node.data;
    }
    const at = (index: number) => {
      const { node, from } = nodes.findLast((each) => each.from <= index)!;
      const range = document.createRange();
      range.setStart(node, index - from);
      range.setEnd(node, index - from + 1);
      return range.getBoundingClientRect();
    };
    const first = at(all.indexOf(sought));
    const end = at(all.indexOf(sought) + sought.length - 1);
    return { x: (first.left + end.right) / 2, y: (first.top + first.bottom) / 2 };
  }, text);
}

const header = (page: DispatchPage) => page.page.getByRole('banner');

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test('two fingers change the size of the text for this device, once and within bounds; one finger goes on to scroll', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  test.slow();
  const page = await DispatchPage.signedIn(dispatch, browser, upright);
  await page.openTerminal();
  await page.line('seq 200');
  await page.sees('200');
  const changes: unknown[] = [];
  page.page.on('request', (request) => {
    if (request.method() === 'PATCH' && request.url().includes('/api/settings/')) changes.push(request.postDataJSON());
  });
  const fingers = await Fingers.on(page.page);
  const box = (await page.terminal.boundingBox())!;
  const y = box.y + box.height / 2;
  const width = () => page.terminal.locator('.xterm-screen').evaluate((screen) => screen.getBoundingClientRect().width);
  const before = await width();

  await fingers.down({ x: 160, y }, { x: 220, y });
  await fingers.move({ x: 130, y }, { x: 250, y });
  await expect(page.terminal.locator('..').getByRole('status')).toHaveText('26 px');
  expect(await width()).toBeGreaterThan(before * 1.8);
  await page.page.screenshot({ path: info.outputPath('pinching.png') });
  expect(changes).toEqual([]);
  await fingers.up();
  await expect.poll(() => changes).toEqual([{ values: { 'terminal.fontSize': 26 } }]);
  expect(await width()).toBeLessThan(before * 1.1);
  await page.sees('200');
  expect(await page.page.evaluate(() => visualViewport?.scale)).toBe(1);

  await fingers.down({ x: 20, y }, { x: 340, y });
  await fingers.move({ x: 190, y }, { x: 200, y });
  await fingers.up();
  await expect.poll(() => changes.length).toBe(2);
  expect(changes[1]).toEqual({ values: { 'terminal.fontSize': 6 } });

  await page.sees('200');
  await expect(page.screen).not.toContainText('103');
  await fingers.down({ x: 200, y: y - 100 });
  await fingers.move({ x: 200, y: y + 250 });
  await fingers.up();
  await page.sees('103');
  expect(changes).toHaveLength(2);
});

test('a long press selects the word, handles extend it over lines and wide characters, and the bar copies and pastes @core', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  test.slow();
  const page = await DispatchPage.signedIn(dispatch, browser, upright);
  await page.openTerminal();
  await page.line("printf 'alpha src/main.rs omega\\nsecond 漢字文 line\\n'");
  await expect(page.screen).toContainText('omega');
  await expect(page.page.getByRole('button', { name: /^Command printf.*succeeded/ })).toBeVisible();
  const fingers = await Fingers.on(page.page);
  const bar = page.page.getByRole('toolbar', { name: 'Selected text' });
  const press = async (at: Point) => {
    await fingers.down(at);
    await expect(bar).toBeVisible();
    await fingers.up();
  };

  // The bar comes to its place when the finger is lifted, and a tap in that moment goes beside it.
  const tapCopy = () =>
    expect(async () => {
      const copy = (await bar.getByRole('button', { name: 'Copy' }).boundingBox())!;
      await fingers.down({ x: copy.x + copy.width / 2, y: copy.y + copy.height / 2 });
      await fingers.up();
      await expect(bar).toBeHidden({ timeout: 1000 });
    }).toPass();

  await press(await placeOf(page, 'src/main.rs'));
  await expect(bar.getByRole('button')).toHaveText(['Copy', 'Select all', 'Paste', '']);
  await page.page.screenshot({ path: info.outputPath('word.png') });
  await noViolations(page.page, 'text is selected');
  await bar.getByRole('button', { name: 'Copy' }).tap();
  await expect(bar).toBeHidden();
  await expect.poll(() => copied(page.page)).toBe('src/main.rs');

  // The end goes to the middle of a wide character, and takes all of it.
  await press(await placeOf(page, 'omega'));
  const end = page.page.locator('[data-handle=end]');
  const from = (await end.boundingBox())!;
  const grip = { x: from.x + 10, y: from.y + 12 };
  const omega = await placeOf(page, 'omega');
  const wide = await placeOf(page, '字');
  await fingers.down(grip);
  await fingers.move({ x: wide.x + 11, y: grip.y + (wide.y - omega.y) });
  await expect(bar).toBeHidden();
  await fingers.up();
  await page.page.screenshot({ path: info.outputPath('lines.png') });
  await tapCopy();
  await expect.poll(() => copied(page.page)).toBe('omega\nsecond 漢字');

  // Past the other end it becomes the beginning.
  await press(await placeOf(page, 'src/main.rs'));
  const second = (await end.boundingBox())!;
  const alpha = await placeOf(page, 'alpha');
  await fingers.down({ x: second.x + 10, y: second.y + 12 });
  await fingers.move({ x: alpha.x + 8, y: second.y + 12 });
  await fingers.up();
  await tapCopy();
  await expect.poll(async () => (await copied(page.page)).trim()).toMatch(/^.?.?pha$/);

  // A press elsewhere ends it, and only that.
  await press(await placeOf(page, 'alpha'));
  const box = (await page.terminal.boundingBox())!;
  await fingers.down({ x: 200, y: box.y + box.height - 30 });
  await fingers.up();
  await expect(bar).toBeHidden();
  await expect(page.page.locator('[data-handle]')).toHaveCount(0);

  // Where nothing is written there is nothing to copy.
  await page.page.evaluate(() => navigator.clipboard.writeText('echo $((40 + 2))'));
  await press({ x: 200, y: box.y + box.height - 30 });
  await expect(bar.getByRole('button')).toHaveText(['Select all', 'Paste']);
  await bar.getByRole('button', { name: 'Paste' }).tap();
  await page.sees('echo $((40 + 2))');
});

test('a finger across the name goes to the next session and back, which follow it; a short way goes nowhere', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  for (const name of ['one', 'two'])
    await dispatch.api.create({ name, command: ['bash', '-c', `echo this is ${name}; sleep 3600`] });
  const page = await DispatchPage.signedIn(dispatch, browser, upright);
  for (const name of ['one', 'two']) {
    if (name === 'two') await page.page.getByRole('button', { name: 'Back to the sessions' }).tap();
    await page.row(name).getByRole('button').first().tap();
    await page.sees(`this is ${name}`);
  }
  const fingers = await Fingers.on(page.page);
  const main = page.page.getByRole('main');
  const left = () => main.evaluate((element) => element.getBoundingClientRect().left);

  await fingers.down({ x: 200, y: 26 });
  await fingers.move({ x: 160, y: 28 });
  await expect.poll(left).toBe(-40);
  await fingers.up();
  await expect.poll(left).toBe(0);
  await expect(header(page)).toContainText('two');

  await fingers.down({ x: 100, y: 26 });
  await fingers.move({ x: 250, y: 30 });
  await expect.poll(left).toBe(150);
  await fingers.up();
  await expect(header(page)).toContainText('one');
  await page.sees('this is one');
  await expect.poll(left).toBe(0);

  await page.page.emulateMedia({ reducedMotion: 'reduce' });
  await fingers.down({ x: 250, y: 26 });
  await fingers.move({ x: 100, y: 30 });
  expect(await left()).toBe(0);
  await fingers.up();
  await expect(header(page)).toContainText('two');
});

test('a card among all sessions is pushed aside, which asks before it ends the session', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  await dispatch.api.create({ name: 'worker', command: ['bash', '-c', 'sleep 3600'] });
  const page = await DispatchPage.signedIn(dispatch, browser, { ...upright, reducedMotion: 'reduce' });
  await page.page.getByRole('button', { name: 'Show all sessions' }).tap();
  const card = page.page.getByRole('dialog', { name: 'All sessions' }).getByRole('button', { name: /^worker/ });
  const fingers = await Fingers.on(page.page);
  const box = (await card.boundingBox())!;
  const [x, y] = [box.x + 30, box.y + 60];
  const left = async () => (await card.boundingBox())!.x;

  await fingers.down({ x, y });
  await fingers.move({ x: x + 40, y });
  expect(await left()).toBe(box.x + 40);
  await fingers.up();
  await expect.poll(left).toBe(box.x);
  const asked = page.page.getByRole('dialog', { name: 'End worker?' });
  await expect(asked).toBeHidden();

  await fingers.down({ x, y });
  await fingers.move({ x: x + 120, y });
  await fingers.up();
  await expect(asked).toBeVisible();
  await asked.getByRole('button', { name: 'End session' }).tap();
  await expect(page.page.getByRole('button', { name: 'Remove worker…' })).toBeVisible();
});
