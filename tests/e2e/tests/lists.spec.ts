import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('the list is live in two browsers @core', async ({ ownDispatch: dispatch, browser }) => {
  const first = await DispatchPage.signedIn(dispatch, browser);
  const second = await DispatchPage.signedIn(dispatch, browser);
  const { id } = await dispatch.api.create({ name: 'from a program', command: ['cat'] });
  for (const page of [first, second]) await expect(page.row('from a program')).toBeVisible();

  await first.chooseFor('from a program', 'Rename');
  await first.page.getByRole('textbox', { name: 'New name of from a program' }).fill('renamed');
  await first.page.keyboard.press('Enter');
  for (const page of [first, second]) await expect(page.row('renamed')).toContainText('running');

  await second.chooseFor('renamed', /^End/);
  await second.page.getByRole('button', { name: 'End session' }).click();
  for (const page of [first, second]) await expect(page.row('renamed')).not.toContainText('running');
  expect(await dispatch.api.session(id)).toMatchObject({ state: 'exited', name: 'renamed' });

  await first.chooseFor('renamed', 'Restart');
  for (const page of [first, second]) await expect(page.row('renamed')).toContainText('running');
  expect(await dispatch.api.session(id)).toMatchObject({ state: 'running', restarts: 1 });
});

test('two browsers on one session see the same, and each can type', async ({ ownDispatch: dispatch, browser }) => {
  const first = await DispatchPage.signedIn(dispatch, browser);
  await first.openTerminal();
  const [session] = await dispatch.api.list();
  const second = await DispatchPage.signedIn(dispatch, browser);
  await second.row(session!.name).getByRole('button').first().click();
  await second.live();

  await first.line('echo "said $((1 + 1)) by the first"');
  await second.line('echo "said $((2 + 2)) by the second"');
  for (const page of [first, second]) {
    await page.sees('said 2 by the first');
    await page.sees('said 4 by the second');
  }
});
