import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { anAgent, openConversation } from '../harness/conversations.ts';
import { desktop, desktopAndPhone, look, phone } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

async function saved(page: Page, press: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

test('a conversation is exported as Markdown and as JSON from the menu of its tab, and on a phone from that of its page', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const id = await anAgent(dispatch, 'helper: 1/2');
  const page = await DispatchPage.signedIn(dispatch, browser, desktop);
  const talk = await openConversation(dispatch, page, id);
  await talk.ask('say all is **well**');
  await expect(page.page.getByRole('log').locator('strong')).toHaveText('well');
  const tab = page.page.getByRole('button', { name: /^helper: 1\/2 ?, / });
  const markdown = await saved(page.page, async () => {
    await tab.click({ button: 'right' });
    // Its past is the conversation: there are no screens to be played back.
    await expect(page.page.getByRole('menuitem', { name: 'Play back' })).toBeHidden();
    await page.page.getByRole('menuitem', { name: 'Export as Markdown' }).click();
  });
  expect(markdown.name).toBe('helper- 1-2.md');
  expect(markdown.text).toContain('say all is **well**');

  const small = await DispatchPage.signedIn(dispatch, browser, phone);
  await openConversation(dispatch, small, id);
  const json = await saved(small.page, async () => {
    await small.page
      .getByRole('banner')
      .getByRole('button', { name: /^Actions|^More/ })
      .click();
    await small.page.getByRole('menuitem', { name: 'Export as JSON' }).click();
  });
  expect(json.name).toBe('helper- 1-2.json');
  const exported = JSON.parse(json.text) as { session: { id: string }; events: { type: string }[] };
  expect(exported.session.id).toBe(id);
  expect(exported.events.map(({ type }) => type)).toContain('agent.turn-ended');
});

for (const [device, options] of desktopAndPhone) {
  test(`all conversations of a workspace are searched on a ${device}, and the one that is found is opened`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    for (const [name, words] of [
      ['first', 'say The flaky test is in <b>parser</b>.ts'],
      ['second', 'say Nothing of note'],
    ] as const) {
      const talk = await openConversation(dispatch, page, await anAgent(dispatch, name));
      await talk.ask(words);
      await expect(talk.stop).toHaveCount(0);
    }
    await page.page.keyboard.press('Control+Shift+k');
    await page.page.keyboard.type('>Search all conversations');
    await page.page.keyboard.press('Enter');
    const dialog = page.page.getByRole('dialog', { name: 'Conversations in Home' });
    await dialog.getByRole('searchbox', { name: 'Search for' }).fill('FLAKY test');
    const found = dialog.getByRole('list', { name: 'Found in conversations' }).getByRole('listitem');
    await expect(found).toHaveCount(2);
    await expect(found.first()).toContainText('The flaky test is in <b>parser</b>.ts');
    await expect(found.first().locator('mark')).toHaveText('flaky test');
    await expect(found.first()).toContainText('first');
    await look(page.page, device, 'agent conversations searched');
    await dialog.getByRole('searchbox').fill('no such words');
    await expect(dialog.getByRole('status')).toHaveText('No conversation has these words.');
    await expect(found).toHaveCount(0);
    await dialog.getByRole('searchbox').fill('flaky test');
    await found.first().getByRole('button').click();
    await expect(dialog).toHaveCount(0);
    await expect(page.page.getByRole('log').filter({ visible: true })).toContainText('The flaky test is in');
  });

  test(`a line of a file tells on a ${device} which agent wrote it, what it was asked, and who allowed it`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    const id = await anAgent(dispatch, 'helper');
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    const talk = await openConversation(dispatch, page, id);
    await talk.ask('edit poem.txt roses are red');
    await talk.option(/^Allow/).click();
    await expect(page.page.getByRole('button', { name: '1 file changed' })).toBeVisible();

    await page.page.goto(`${dispatch.url}/w/default/f/poem.txt`);
    await expect(page.page.getByRole('textbox', { name: 'poem.txt' })).toContainText('roses are red');
    const ask = async () => {
      await page.page.getByRole('button', { name: 'Actions for poem.txt' }).last().click();
      await page.page.getByRole('menuitem', { name: 'Who wrote this line' }).click();
    };
    await ask();
    const dialog = page.page.getByRole('dialog', { name: 'Who wrote poem.txt:1' });
    await expect(dialog).toContainText('helper, prompt 1');
    await expect(dialog).toContainText('Asked by you');
    await expect(dialog).toContainText('edit poem.txt roses are red');
    await expect(dialog).toContainText('allow, by you');
    await look(page.page, device, 'agent origin of a line');
    await dialog.getByRole('button', { name: 'Open the conversation' }).click();
    await expect(page.page.getByRole('log').filter({ visible: true })).toContainText('Wrote poem.txt.');

    // What a person wrote is nobody's of them.
    await page.page.goto(`${dispatch.url}/w/default/f/poem.txt`);
    await page.page.getByRole('textbox', { name: 'poem.txt' }).fill('violets are blue');
    await page.page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
    await ask();
    await expect(dialog).toContainText('No turn of an agent that is known here wrote this line.');
  });
}
