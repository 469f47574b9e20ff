import { AxeBuilder } from '@axe-core/playwright';
import { devices } from '@playwright/test';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const { defaultBrowserType: _, ...pixel } = devices['Pixel 7']!;
const upright = { ...pixel, viewport: { width: 390, height: 844 } };
const onItsSide = { ...pixel, viewport: { width: 844, height: 390 } };

async function noViolations(page: DispatchPage, what: string) {
  const { violations } = await new AxeBuilder({ page: page.page }).analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      what,
    )
    .toEqual([]);
}

test('a phone has one bar, and room for what is typed when its keyboard is open', async ({ dispatch, browser }) => {
  const page = await DispatchPage.signedIn(dispatch, browser, upright);
  const bar = page.page.getByRole('navigation', { name: 'Main' });
  const keys = page.page.getByRole('toolbar', { name: 'Extra keys' });
  await expect(bar.getByRole('button')).toContainText(['Sessions', 'New', 'Search', 'More']);

  await bar.getByRole('button', { name: 'New terminal' }).tap();
  await page.live();
  await expect(bar).toBeVisible();
  await expect(keys).toBeVisible();
  await noViolations(page, 'a session');

  // A keyboard on the screen makes what is seen of the page lower.
  await page.terminal.tap();
  await page.page.setViewportSize({ width: 390, height: 480 });
  await expect(bar).toBeHidden();
  const box = (await keys.boundingBox())!;
  expect(box.y + box.height).toBeLessThanOrEqual(480);
  expect(box.y + box.height).toBeGreaterThan(470);
  await page.page.setViewportSize(upright.viewport);
  await expect(bar).toBeVisible();

  await bar.getByRole('button', { name: 'More' }).tap();
  await expect(page.page.getByRole('dialog', { name: 'More' })).toBeVisible();
  await noViolations(page, 'more');
  await page.page.getByRole('button', { name: 'Settings' }).tap();
  await expect(page.page).toHaveURL(/settings/);
  await bar.getByRole('button', { name: 'Sessions' }).tap();
  await expect(page.page).toHaveURL(/\/$/);
});

test('the extra keys type what a phone lacks, hold Control and Alt, and have those of the user @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  await dispatch.api.fetch('PATCH', '/api/settings/user', {
    values: { 'phone.keys': ['echo $((40 + 2))\r', 'cat -v\r'] },
  });
  const page = await DispatchPage.signedIn(dispatch, browser, upright);
  await page.openTerminal();
  const key = (name: string | RegExp) => page.page.getByRole('button', { name, exact: true });

  await key('Type echo $((40 + 2))⏎').tap();
  await page.sees(/\)42/);

  await page.terminal.tap();
  await page.page.keyboard.insertText('cat -v');
  await key('Tab').tap();
  await key(/^Ctrl/).tap();
  await expect(key('Ctrl, held for the next key')).toHaveAttribute('aria-pressed', 'true');
  await page.page.keyboard.insertText('u');
  await expect(key(/^Ctrl/)).toHaveAttribute('aria-pressed', 'false');

  await key('Type cat -v⏎').tap();
  await key(/^Alt/).tap();
  await key(/^Alt/).tap();
  await expect(key('Alt, locked')).toBeVisible();
  await page.page.keyboard.insertText('x');
  await page.page.keyboard.insertText('y');
  await page.sees(/\^\[x\^\[y/);
  await key(/^Alt/).tap();
  await key('Up').tap();
  await page.sees(/\^\[x\^\[y\^\[\[A/);

  // Held, an arrow goes on.
  const box = (await key('Left').boundingBox())!;
  const session = await page.page.context().newCDPSession(page.page);
  const touch = (type: 'touchStart' | 'touchEnd') =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchStart' ? [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }] : [],
    });
  await touch('touchStart');
  await page.sees(/(\^\[\[D){4}/);
  await touch('touchEnd');
});

test('a keyboard with keys of its own needs no extra ones, and they can be had all the same', async ({
  dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser, upright);
  await page.openTerminal();
  const keys = page.page.getByRole('toolbar', { name: 'Extra keys' });
  await expect(keys).toBeVisible();
  await page.line('echo "by $((40 + 2)) keys"');
  await page.sees('by 42 keys');
  await expect(keys).toBeHidden();

  await page.page.getByRole('button', { name: 'Actions' }).tap();
  await page.page.getByRole('menuitem', { name: 'Show the extra keys' }).tap();
  await expect(keys).toBeVisible();
});

test('a phone on its side has its bar beside the terminal', async ({ dispatch, browser }) => {
  const page = await DispatchPage.signedIn(dispatch, browser, onItsSide);
  await page.openTerminal();
  const bar = (await page.page.getByRole('navigation', { name: 'Main' }).boundingBox())!;
  const terminal = (await page.terminal.boundingBox())!;
  expect(bar.x).toBeGreaterThan(700);
  expect(bar.height).toBeGreaterThan(380);
  expect(terminal.height).toBeGreaterThan(250);
  await noViolations(page, 'on its side');
});

test('all sessions are a look away, live, and one is ended from there once that was asked', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  await dispatch.api.create({ name: 'worker', command: ['bash', '-c', 'echo all parts built; sleep 3600'] });
  const page = await DispatchPage.signedIn(dispatch, browser, upright);
  await page.openTerminal();
  await page.page.getByRole('button', { name: 'Sessions', exact: true }).tap();
  const overview = page.page.getByRole('dialog', { name: 'All sessions' });
  await expect(overview.getByRole('button', { name: /worker.*all parts built/ })).toBeVisible();
  await expect(overview.getByRole('button', { name: /^bash/ })).toBeFocused();
  await noViolations(page, 'all sessions');

  await overview.getByRole('button', { name: 'End worker…' }).tap();
  await page.page.getByRole('dialog', { name: 'End worker?' }).getByRole('button', { name: 'End session' }).tap();
  await expect(overview.getByRole('button', { name: 'Remove worker…' })).toBeVisible();

  await page.page.keyboard.press('Escape');
  await expect(overview).toBeHidden();
});
