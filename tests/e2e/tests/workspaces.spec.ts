import { AxeBuilder } from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Dispatch } from '../harness/dispatch.ts';
import { DispatchPage } from '../harness/page.ts';
import { Panes } from '../harness/panes.ts';
import { runProgram } from '../harness/cli.ts';
import { expect, test } from '../harness/test.ts';

const upright = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** The button that names the workspace that is shown. */
function head(page: Page, name: string) {
  return page.getByRole('heading', { level: 1 }).getByRole('button', { name, exact: true });
}

async function choose(page: Page, shown: string, item: string): Promise<void> {
  await head(page, shown).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function looked(page: Page, info: TestInfo, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: info.outputPath(`${name}, ${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
  }
}

function template(dispatch: Dispatch): void {
  const folder = join(dispatch.data, 'templates', 'mine');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'template.json'),
    JSON.stringify({
      name: 'Mine',
      description: 'A greeting and a program that waits.',
      parameters: [{ id: 'who', title: 'Who is greeted' }],
      environment: { GREETING: 'hello {{who}}' },
      sessions: [{ name: 'greeter', command: ['sh', '-c', 'echo "$GREETING!"; exec cat'] }],
    }),
  );
  writeFileSync(join(folder, 'greeting.txt'), 'hello {{who}}');
}

test('each workspace has its own sessions and panes, and going to another is at once @core', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  template(dispatch);
  await dispatch.api.create({ name: 'at home', command: ['sh', '-c', 'echo "I am at home"; exec cat'] });
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const panes = new Panes(page);
  const frame = new DispatchPage(page);
  await frame.row('at home').getByRole('button').first().click();
  await panes.see('at home', 'I am at home');
  const homeAddress = new URL(page.url()).pathname;

  await choose(page, 'Home', 'New workspace…');
  const dialog = page.getByRole('dialog', { name: 'New workspace' });
  await dialog.getByText('Template', { exact: true }).click();
  await dialog.getByRole('combobox').selectOption({ label: 'Mine' });
  await dialog.getByLabel('Name', { exact: true }).fill('Shop');
  await dialog.getByRole('button', { name: 'Make' }).click();
  await expect(dialog.getByRole('alert')).toContainText("needs a value for 'who' (Who is greeted)");
  expect(existsSync(join(dispatch.home, 'workspaces', 'shop'))).toBe(false);
  await dialog.getByLabel('Who is greeted').fill('Ada');
  await looked(page, info, 'new workspace');
  await dialog.getByRole('button', { name: 'Make' }).click();

  await expect(head(page, 'Shop')).toBeVisible();
  await expect(frame.row('greeter')).toContainText('~/workspaces/shop');
  await expect(frame.row('at home')).toHaveCount(0);
  // What the template started is open.
  await panes.are('greeter*');
  expect(readFileSync(join(dispatch.home, 'workspaces', 'shop', 'greeting.txt'), 'utf8')).toBe('hello Ada');
  await panes.see('greeter', 'hello Ada!');
  expect(new URL(page.url()).pathname).toMatch(/^\/w\/shop-[a-z0-9]+\/s\//);
  const shop = new URL(page.url()).pathname.split('/')[2];

  await choose(page, 'Shop', 'Home');
  await panes.are('at home*');
  await panes.see('at home', 'I am at home');
  expect(new URL(page.url()).pathname).toBe(homeAddress);
  // Back is where one was, in whichever workspace that is; and after a reload it is there again.
  await page.goBack();
  await expect(head(page, 'Shop')).toBeVisible();
  await panes.see('greeter', 'hello Ada!');
  await page.reload();
  await expect(head(page, 'Shop')).toBeVisible();
  await panes.are('greeter*');
  await panes.see('greeter', 'hello Ada!');

  await head(page, 'Shop').click();
  await expect(page.getByRole('menuitem', { name: 'Remove…' })).toBeVisible();
  await looked(page, info, 'switcher');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Go to Home');
  await expect(page.getByRole('option', { selected: true })).toContainText('Go to Home');
  await page.keyboard.press('Enter');
  await panes.are('at home*');

  // A workspace has an address too.
  await page.goto(`${dispatch.url}/w/${shop}`);
  await expect(head(page, 'Shop')).toBeVisible();
  await panes.see('greeter', 'hello Ada!');
  await page.goto(`${dispatch.url}/w/nobodys`);
  await expect(head(page, 'Home')).toBeVisible();
  await expect(page.getByText(/nobodys/)).toBeVisible();
});

test('a folder that is there is opened, renamed, put away, taken back and removed with a second yes for what is only there', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const folder = join(dispatch.home, 'project');
  mkdirSync(folder);
  const made = await runProgram('sh', ['-c', `git init -q '${folder}' && echo 1 > '${folder}/new.txt'`], { env: {} });
  expect(made.code).toBe(0);
  const { page } = await DispatchPage.signedIn(dispatch, browser);

  await choose(page, 'Home', 'New workspace…');
  let dialog = page.getByRole('dialog');
  await dialog.getByText('Folder', { exact: true }).first().click();
  await dialog.getByRole('textbox', { name: 'Folder' }).fill('~/project');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(head(page, 'project')).toBeVisible();

  await choose(page, 'project', 'Rename workspace…');
  dialog = page.getByRole('dialog', { name: 'Rename project' });
  await dialog.getByLabel('Name').fill('Work');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(head(page, 'Work')).toBeVisible();

  await choose(page, 'Work', 'Put away…');
  await page.getByRole('dialog').getByRole('button', { name: 'Put away' }).click();
  await choose(page, 'Home', 'Workspaces put away…');
  await page.getByRole('dialog').getByRole('button', { name: 'Take back Work' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await choose(page, 'Home', 'Work');

  await choose(page, 'Work', 'Remove…');
  dialog = page.getByRole('dialog', { name: 'Remove Work?' });
  const remove = dialog.getByRole('button', { name: 'Remove workspace' });
  await expect(remove).toBeEnabled();
  await expect(dialog).toContainText('project stays as it is');
  await dialog.getByLabel('Delete the folder too').check();
  await expect(dialog.getByRole('alert')).toContainText('one uncommitted file (new.txt)');
  await expect(remove).toBeDisabled();
  await looked(page, info, 'removal');
  await dialog.getByLabel('Delete it all the same').check();
  await remove.click();
  await expect(page.getByText('Work is removed.')).toBeVisible();
  await expect(head(page, 'Home')).toBeVisible();
  expect(existsSync(folder)).toBe(false);
  await head(page, 'Home').click();
  await expect(page.getByRole('menuitem', { name: 'Work', exact: true })).toHaveCount(0);
});

test('a repository is cloned, and one that says nothing is cancelled', async ({ ownDispatch: dispatch, browser }) => {
  const source = join(dispatch.home, 'source');
  const made = await runProgram(
    'sh',
    [
      '-c',
      `git init -q -b main '${source}' && cd '${source}' && echo 1 > a && git add a && git -c user.name=a -c user.email=a@b commit -qm one`,
    ],
    { env: {} },
  );
  expect(made.code).toBe(0);
  const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1');
  try {
    const { page } = await DispatchPage.signedIn(dispatch, browser);
    await choose(page, 'Home', 'New workspace…');
    const dialog = page.getByRole('dialog', { name: 'New workspace' });
    await dialog.getByText('Clone', { exact: true }).first().click();
    const url = dialog.getByLabel('Address of the repository');
    await url.fill(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/silent.git`);
    await dialog.getByRole('button', { name: 'Clone' }).click();
    await expect(dialog.getByRole('progressbar')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel clone' }).click();
    await expect(url).toBeVisible();
    expect(existsSync(join(dispatch.home, 'workspaces', 'silent'))).toBe(false);

    await url.fill(join(dispatch.home, 'none'));
    await dialog.getByRole('button', { name: 'Clone' }).click();
    await expect(dialog.getByRole('alert')).toContainText('could not be cloned');
    await url.fill(source);
    await dialog.getByRole('button', { name: 'Clone' }).click();
    await expect(head(page, 'source')).toBeVisible();
    expect(existsSync(join(dispatch.home, 'workspaces', 'source', 'a'))).toBe(true);
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

test('a template is added from a folder and from a repository, and taken anew from there', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const folder = join(dispatch.home, 'service');
  mkdirSync(folder);
  writeFileSync(join(folder, 'template.json'), '{\n  "name": 7\n}');
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await choose(page, 'Home', 'New workspace…');
  const dialog = page.getByRole('dialog', { name: 'New workspace' });
  await dialog.getByText('Template', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Add a template…' }).click();
  await dialog.getByLabel('Where the template is').fill('~/service');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('~/service: template.json, line 2: ');
  writeFileSync(join(folder, 'template.json'), '{ "name": "Service", "description": "As we make them." }');
  await looked(page, info, 'adding a template');
  await dialog.getByLabel('Where the template is').press('Enter');
  await expect(dialog.getByRole('combobox')).toHaveValue('service');
  await expect(dialog).toContainText('As we make them.');

  writeFileSync(join(folder, 'template.json'), '{ "name": "Service", "description": "As we make them now." }');
  await dialog.getByRole('button', { name: 'Take anew from ~/service' }).click();
  await expect(dialog).toContainText('As we make them now.');
  await looked(page, info, 'a template that was added');

  await runProgram(
    'sh',
    ['-c', `cd '${folder}' && git init -q -b main && git add . && git -c user.name=a -c user.email=a@b commit -qm one`],
    { env: {} },
  );
  await dialog.getByRole('button', { name: 'Add a template…' }).click();
  await dialog.getByLabel('Where the template is').fill(`file://${folder}/.git`);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText("There is a template 'service' of your own already.");
  await dialog.getByLabel('Name', { exact: true }).fill('Made');
  await dialog.getByRole('button', { name: 'Make' }).click();
  await expect(head(page, 'Made')).toBeVisible();
});

test('variables are set, a secret one is never shown again, and a new terminal has both', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const frame = await DispatchPage.signedIn(dispatch, browser);
  const { page } = frame;
  await choose(page, 'Home', 'Environment variables…');
  const dialog = page.getByRole('dialog', { name: 'Environment of Home' });
  const set = async (name: string, value: string, secret: boolean) => {
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('Value').fill(value);
    await dialog.getByLabel('Secret').setChecked(secret);
    await dialog.getByRole('button', { name: 'Set' }).click();
    await expect(dialog.getByRole('listitem').filter({ hasText: name })).toBeVisible();
  };
  await set('PLAIN', 'in the open', false);
  await set('TOKEN', 'hush4711', true);
  await expect(dialog.getByRole('listitem')).toHaveText([/PLAIN\s*in the open/, /TOKEN\s*•+ \(secret\)/]);
  expect(await dialog.innerHTML()).not.toContain('hush4711');
  await looked(page, info, 'variables');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await frame.openTerminal();
  await frame.line('echo "$PLAIN, ${#TOKEN} letters"');
  await frame.sees('in the open, 8 letters');
  await choose(page, 'Home', 'Environment variables…');
  await dialog.getByRole('button', { name: 'Remove TOKEN' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
});

test('on a phone the workspace is chosen and made from the head of the list', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  await dispatch.api.create({ name: 'at home', command: ['cat'] });
  const frame = await DispatchPage.signedIn(dispatch, browser, upright);
  const { page } = frame;
  await expect(frame.row('at home')).toBeVisible();
  await head(page, 'Home').tap();
  await expect(page.getByRole('menuitem', { name: 'New workspace…' })).toBeVisible();
  await looked(page, info, 'switcher on a phone');
  await page.getByRole('menuitem', { name: 'New workspace…' }).tap();
  const dialog = page.getByRole('dialog', { name: 'New workspace' });
  await dialog.getByLabel('Name', { exact: true }).fill('Pocket');
  await looked(page, info, 'new workspace on a phone');
  await dialog.getByRole('button', { name: 'Make' }).tap();
  await expect(head(page, 'Pocket')).toBeVisible();
  await expect(frame.row('at home')).toHaveCount(0);
  await frame.newTerminal.tap();
  await frame.live();
  await page.getByRole('button', { name: 'Back' }).first().tap();
  await choose(page, 'Pocket', 'Home');
  await expect(frame.row('at home')).toBeVisible();
});
