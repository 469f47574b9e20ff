import { AxeBuilder } from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dispatch } from '../harness/dispatch.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const upright = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

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

/** A workspace with such a file, as a clone would be one. */
async function shop(dispatch: Dispatch): Promise<string> {
  const folder = join(dispatch.home, 'shop');
  mkdirSync(join(folder, '.devcontainer'), { recursive: true });
  writeFileSync(
    join(folder, '.devcontainer', 'devcontainer.json'),
    JSON.stringify({
      name: 'Shop',
      image: 'mcr.microsoft.com/devcontainers/base',
      features: { 'ghcr.io/devcontainers/features/node:1': {} },
      postCreateCommand: 'echo "$GREETING, it is set up"',
      containerEnv: { GREETING: 'hello' },
      forwardPorts: [3000, 4000],
      customizations: {
        vscode: { extensions: ['a.b'], settings: { 'terminal.integrated.scrollback': 5000, 'editor.tabSize': 3 } },
      },
      shutdownAction: 'none',
    }),
  );
  const made = await dispatch.api.fetch('POST', '/api/workspaces', { name: 'Shop', folder, existing: true });
  expect(made.ok).toBe(true);
  return ((await made.json()) as { id: string }).id;
}

async function enter(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).getByRole('button', { name: 'Home', exact: true }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

test("a workspace's devcontainer.json is told of once, shown with what holds here and what doesn't, and taken", async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const id = await shop(dispatch);
  const frame = await DispatchPage.signedIn(dispatch, browser);
  const { page } = frame;
  const notice = page.getByText('There is a devcontainer.json here.');
  await expect(frame.newTerminal).toBeVisible();
  await enter(page, 'Shop');
  await expect(notice).toBeVisible();
  await looked(page, info, 'told of');
  await page.getByRole('button', { name: 'Look…' }).click();
  const dialog = page.getByRole('dialog', { name: 'What devcontainer.json sets' });
  const list = (name: string | RegExp) => dialog.getByRole('list', { name }).getByRole('listitem');
  await expect(list(/^Run in a terminal/)).toHaveText(['echo "$GREETING, it is set up"']);
  await expect(list(/^Variables/)).toHaveText(['GREETING=hello']);
  await expect(list(/^Settings/)).toHaveText(['Lines to scroll back: 5000']);
  await expect(list(/^Ports/)).toHaveText(['3000', '4000']);
  await expect(list(/^Kept/)).toHaveText([
    'image mcr.microsoft.com/devcontainers/base',
    'features ghcr.io/devcontainers/features/node:1',
  ]);
  await expect(list(/^Without effect/)).toHaveText([
    /vscode\.extensions/,
    /editor\.tabSize.*no such setting/,
    /shutdownAction/,
  ]);
  await looked(page, info, 'what it sets');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(notice).toHaveCount(0);

  await page.keyboard.press('Control+Shift+k');
  await page.keyboard.type('>Take what devcontainer.json sets');
  await expect(page.getByRole('option', { selected: true })).toContainText('devcontainer.json');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Take it' }).click();
  await frame.live();
  await frame.sees('hello, it is set up');
  const said = async (path: string) => JSON.stringify(await dispatch.api.get(path));
  expect(await said(`/api/workspaces/${id}/variables`)).toContain('"GREETING","value":"hello"');
  const set = await dispatch.api.fetch('PATCH', `/api/settings/workspaces/${id}`, { values: {} });
  expect(await set.json()).toMatchObject({ values: { 'terminal.scrollback': 5000 } });

  // It was seen: nobody is told again.
  const part = page.waitForResponse(/DevContainerNotice/);
  await page.reload();
  await expect(frame.row('Set up Shop')).toBeVisible();
  await part;
  await expect(notice).toHaveCount(0);
});

test('on a phone a devcontainer.json is looked at; a broken one is named with its line, and none is no error', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  await shop(dispatch);
  const frame = await DispatchPage.signedIn(dispatch, browser, upright);
  const { page } = frame;
  await enter(page, 'Shop');
  await page.getByRole('button', { name: 'Look…' }).tap();
  const dialog = page.getByRole('dialog', { name: 'What devcontainer.json sets' });
  await expect(dialog.getByRole('button', { name: 'Take it' })).toBeVisible();
  await looked(page, info, 'what it sets, on a phone');
  await dialog.getByRole('button', { name: 'Cancel' }).tap();

  const again = async () => {
    await page.getByRole('button', { name: 'Search' }).first().tap();
    await page.keyboard.type('>Take what devcontainer.json sets');
    await page.getByRole('option', { name: /devcontainer\.json/ }).tap();
  };
  writeFileSync(join(dispatch.home, 'shop', '.devcontainer', 'devcontainer.json'), '{\n  "name": }');
  await again();
  await expect(dialog.getByRole('alert')).toContainText('.devcontainer/devcontainer.json, line 2: ');
  await dialog.getByRole('button', { name: 'Close' }).tap();
  await page.getByRole('heading', { level: 1 }).getByRole('button', { name: 'Shop', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Home', exact: true }).tap();
  await again();
  await expect(dialog).toContainText('This workspace has no devcontainer.json.');
});
