import { AxeBuilder } from '@axe-core/playwright';
import type { Dispatch } from '../harness/dispatch.ts';
import { DispatchPage } from '../harness/page.ts';
import { Panes } from '../harness/panes.ts';
import { expect, test } from '../harness/test.ts';

/** Programs that say who they are and give back what is typed. */
async function sessionsOf(dispatch: Dispatch, ...names: string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const name of names) {
    const command = ['sh', '-c', `echo "I am ${name}"; exec cat`];
    ids.set(name, (await dispatch.api.create({ name, command })).id);
  }
  return ids;
}

/** A page with these sessions open as tabs of one pane, the last one shown. */
async function opened(dispatch: Dispatch, page: DispatchPage, ...names: string[]): Promise<Panes> {
  await sessionsOf(dispatch, ...names);
  const panes = new Panes(page.page);
  for (const name of names) {
    await page.row(name).getByRole('button').first().click();
    await panes.see(name, `I am ${name}`);
  }
  return panes;
}

test('any session stands beside any other, and the keyboard is for one @core', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const panes = await opened(dispatch, page, 'one', 'two');
  await sessionsOf(dispatch, 'three');
  await page.chooseFor('three', 'Open to the side');
  await panes.are('one two* | three*');
  await panes.see('three', 'I am three');
  await page.page.keyboard.type('for the third\n');
  await panes.see('three', /for the third\s*for the third/);

  await panes.terminal('two').click();
  await page.page.keyboard.type('for the second\n');
  await panes.see('two', /for the second\s*for the second/);
  await expect(panes.terminal('three')).not.toContainText('for the second');

  await page.page.keyboard.press('Control+Shift+o');
  await panes.are('one two* | bash* | three*'.replace('bash', (await newestName(dispatch)) ?? ''));
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.page.emulateMedia({ colorScheme });
    await page.page.screenshot({ path: info.outputPath(`panes, ${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page: page.page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
  }
});

test('a tab is dragged to an edge, into another pane and along its own', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const panes = await opened(dispatch, page, 'one', 'two', 'three');
  await panes.dragOver('one', 'three', { x: 0.9, y: 0.5 });
  await expect(page.page.getByTestId('drop')).toBeVisible();
  await page.page.screenshot({ path: info.outputPath('drag.png') });
  await page.page.mouse.up();
  await panes.are('two three* | one*');
  await expect(page.page.getByTestId('drop')).toHaveCount(0);
  await page.page.keyboard.type('typed after the drag\n');
  await panes.see('one', 'typed after the drag');

  await panes.drag('three', 'one', { x: 0.5, y: 0.9 });
  await panes.are('two* | one* | three*');
  await panes.drag('one', 'three', { x: 0.5, y: 0.5 });
  await panes.are('two* | three one*');
  await panes.see('one', 'typed after the drag');

  // Along the tabs: one to the left of three.
  const [one, three] = [await panes.tab('one').boundingBox(), await panes.tab('three').boundingBox()];
  await page.page.mouse.move(one!.x + 20, one!.y + 10);
  await page.page.mouse.down();
  await page.page.mouse.move(three!.x + 4, three!.y + 10, { steps: 6 });
  await page.page.mouse.up();
  await panes.are('two* | one* three');

  await panes.dragOver('one', 'two', { x: 0.1, y: 0.5 });
  await page.page.keyboard.press('Escape');
  await page.page.mouse.up();
  await panes.are('two* | one* three');
});

test('tabs are closed, closed but for one, and opened again; a pane has the window for itself', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const panes = await opened(dispatch, page, 'one', 'two', 'three');
  await panes.choose('two', 'Close others');
  await panes.are('two*');
  await page.page.keyboard.press('Control+Alt+Shift+z');
  await panes.are('two three*');
  await page.page.keyboard.press('Control+Alt+Shift+z');
  await panes.are('one* two three');
  await panes.see('one', 'I am one');
  await page.page.keyboard.press('Control+Alt+Shift+w');
  await panes.are('two* three');

  await panes.choose('three', 'Move to the right');
  await panes.are('two* | three*');
  const narrow = (await panes.terminal('three').boundingBox())!.width;
  await page.page.keyboard.press('Control+Shift+x');
  await panes.are('three*');
  await expect(panes.terminal('two')).toBeHidden();
  expect((await panes.terminal('three').boundingBox())!.width).toBeGreaterThan(1.8 * narrow);
  await page.page.getByRole('button', { name: '1 of 2 panes, maximised' }).click();
  await panes.are('two* | three*');
  await panes.choose('three', 'Close all here');
  await panes.are('two*');
  await panes.see('two', 'I am two');
});

test('panes are gone to, moved to and sized by keys', async ({ ownDispatch: dispatch, browser }) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const { keyboard } = page.page;
  const panes = await opened(dispatch, page, 'one', 'two', 'three');
  const run = async (title: string) => {
    await keyboard.press('Control+Shift+k');
    await keyboard.type(title);
    await keyboard.press('Enter');
  };
  await run('Move this tab to the pane on the right');
  await panes.are('one two* | three*');
  await keyboard.press('Control+Alt+Shift+ArrowLeft');
  await keyboard.type('on the left\n');
  await panes.see('two', 'on the left');
  await keyboard.press('Alt+End');
  await keyboard.type('on the right\n');
  await panes.see('three', 'on the right');
  await keyboard.press('Alt+End');
  await run('Move this tab to the pane on the right');
  await panes.are('one* | three two*');

  const sash = page.page.getByRole('separator', { name: /^Width of the panes/ });
  const width = async () => (await panes.terminal('one').boundingBox())!.width;
  const before = await width();
  await sash.focus();
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect.poll(width).toBeCloseTo(before + 32, 0);
  await keyboard.press('Enter');
  await expect.poll(width).toBeCloseTo(before, 0);
  const box = (await sash.boundingBox())!;
  await page.page.mouse.move(box.x + 4, box.y + 200);
  await page.page.mouse.down();
  await page.page.mouse.move(0, box.y + 200, { steps: 5 });
  await page.page.mouse.up();
  await expect.poll(width).toBeCloseTo(160, -1);
});

test('a window is as it was after a reload, and in another browser of the same device', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const panes = await opened(dispatch, page, 'one', 'two', 'three');
  const kept = page.page.waitForResponse(
    (response) => isLayout(response.url()) && response.request().method() === 'PUT',
  );
  await panes.choose('two', 'Move to the right');
  await panes.are('one three* | two*');
  await kept;
  await page.page.reload();
  await panes.are('one three* | two*');
  await panes.see('two', 'I am two');
  await panes.see('three', 'I am three');
  await expect(panes.terminal('two').locator('textarea')).toBeFocused();
  // Where the keyboard isn't, the cursor is an outline, and is there.
  await expect(panes.terminal('three').locator('.xterm-cursor-outline')).toHaveCount(1);

  const context = await browser.newContext();
  await context.addCookies(await page.page.context().cookies());
  const other = await context.newPage();
  await other.goto(dispatch.url);
  await new Panes(other).are('one three* | two*');
  await new Panes(other).see('three', 'I am three');

  // Another device is arranged in its own way.
  const foreign = await DispatchPage.signedIn(dispatch, browser);
  await expect(foreign.page.getByText('Nothing open')).toBeVisible();
});

test('each window of a browser has its own layout', async ({ ownDispatch: dispatch, browser }) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const panes = await opened(dispatch, page, 'one', 'two');
  const opening = page.page.context().waitForEvent('page');
  await panes.choose('one', 'Open in a new browser tab');
  const second = await opening;
  const others = new Panes(second);
  await others.are('one*');
  await others.see('one', 'I am one');
  await new DispatchPage(second).row('two').getByRole('button').first().click();
  await others.are('one two*');
  await new DispatchPage(second).chooseFor('one', 'Open to the side');
  await others.are('two* | one*');
  await panes.are('one two*');
  await Promise.all([page.page.reload(), second.reload()]);
  await panes.are('one two*');
  await others.are('two* | one*');
});

test('an address leads to its session, old ones too, and back and forward through what was seen', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const ids = await sessionsOf(dispatch, 'one', 'two', 'three');
  const panes = new Panes(page.page);
  const address = (name: string) => `${dispatch.url}/w/default/s/${ids.get(name)}`;
  await page.page.goto(address('one'));
  await panes.see('one', 'I am one');
  await page.page.goto(`${dispatch.url}/sessions/default/${ids.get('two')}`);
  await panes.see('two', 'I am two');
  await expect(page.page).toHaveURL(address('two'));
  await panes.are('one two*');

  await page.row('three').getByRole('button').first().click();
  await expect(page.page).toHaveURL(address('three'));
  await page.page.getByRole('navigation', { name: 'Activity' }).getByRole('button', { name: 'Settings' }).click();
  await expect(page.page).toHaveURL(`${dispatch.url}/settings`);
  await page.page.goBack();
  await panes.see('three', 'I am three');
  await page.page.goBack();
  await panes.see('two', 'I am two');
  await expect(panes.terminal('two').locator('textarea')).toBeFocused();
  await page.page.goForward();
  await panes.see('three', 'I am three');
  await panes.are('one two three*');

  // Between panes that are both seen there is no way to go back.
  await panes.choose('three', 'Move to the right');
  await panes.terminal('two').click();
  await expect(page.page).toHaveURL(address('two'));
  await panes.terminal('three').click();
  await expect(page.page).toHaveURL(address('three'));
  await page.page.goBack();
  await expect(page.page).toHaveURL(address('two'));
});

test('a layout that names a dead session goes on without it, and says so once', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const panes = await opened(dispatch, page, 'one', 'two', 'three');
  const kept = page.page.waitForResponse(
    (response) => isLayout(response.url()) && response.request().method() === 'PUT',
  );
  await panes.choose('three', 'Move to the right');
  await kept;
  await page.page.goto('about:blank');
  for (const { id, name } of await dispatch.api.list()) {
    if (name === 'one') continue;
    await dispatch.api.end(id, 'SIGKILL');
    await expect.poll(async () => (await dispatch.api.session(id)).state).toBe('exited');
    expect((await dispatch.api.fetch('DELETE', `/api/workspaces/default/sessions/${id}`)).ok).toBe(true);
  }

  await page.page.goto(dispatch.url);
  await panes.are('one*');
  await expect(page.page.getByText('2 tabs were closed: their sessions are gone.')).toBeVisible();
  await panes.see('one', 'I am one');
  await page.page.getByRole('button', { name: 'Dismiss' }).click();
  await page.page.reload();
  await panes.see('one', 'I am one');
  await expect(page.page.getByText(/were closed/)).toHaveCount(0);

  // An address that names one says so in its place.
  await page.page.goto(`${dispatch.url}/w/default/s/0000000000`);
  await expect(page.page.getByText('There is no such session')).toBeVisible();
  await page.page.getByRole('button', { name: 'Close tab', exact: true }).click();
  await panes.see('one', 'I am one');
});

test('the last sessions are kept as they are, older ones come back with what they printed', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  const names = Array.from({ length: 22 }, (_, number) => `session-${number + 1}`);
  const panes = await opened(dispatch, page, ...names);
  await expect(page.page.getByTestId('terminal')).toHaveCount(20);
  await panes.tab('session-22').click();
  await panes.tab('session-1').click();
  await panes.see('session-1', 'I am session-1');
  await page.page.keyboard.type('still there\n');
  await panes.see('session-1', /still there\s*still there/);
  await expect(page.page.getByTestId('terminal')).toHaveCount(20);
});

function isLayout(url: string): boolean {
  return url.includes('/api/workspaces/default/layout');
}

async function newestName(dispatch: Dispatch): Promise<string | undefined> {
  await expect.poll(async () => (await dispatch.api.list()).length).toBe(4);
  return (await dispatch.api.list()).map(({ name }) => name).find((name) => !['one', 'two', 'three'].includes(name));
}
