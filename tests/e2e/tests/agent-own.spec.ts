import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anAgent, openConversation } from '../harness/conversations.ts';
import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

/** Conversations that the scripted agent had by itself, the last named first in its list. */
function hadBefore(home: string, ...all: string[][]): void {
  const store = join(home, '.scripted-agent');
  mkdirSync(store, { recursive: true });
  for (const [i, prompts] of all.entries()) {
    writeFileSync(join(store, `before${i}`), prompts.map((prompt) => `${prompt}\n`).join(''));
    const at = Date.now() / 1000 - (all.length - i) * 7_200;
    utimesSync(join(store, `before${i}`), at, at);
  }
}

for (const [device, options] of desktopAndPhone) {
  test(`an agent goes on with a conversation that it had by itself, on a ${device}${device === 'desktop' ? ' @core' : ''}`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    hadBefore(
      dispatch.home,
      ['say the oldest of them'],
      ['say a long title that says at some length what was to be done in it, and then goes on for another line or two'],
      ['say first', 'say second', 'say third'],
      ['say the newest'],
    );
    const id = await anAgent(dispatch, 'helper', { SCRIPTED_LIST: '1' });
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    const talk = await openConversation(dispatch, page, id);
    const log = page.page.getByRole('log');
    const offer = page.page.getByRole('button', { name: 'Go on with an earlier conversation' });
    await expect(offer).toBeEnabled();
    await offer.click();
    const dialog = page.page.getByRole('dialog', { name: 'Earlier conversations of Scripted' });
    const listed = dialog.getByRole('list', { name: 'Earlier conversations' }).getByRole('listitem');
    await expect(listed).toHaveCount(3);
    await expect(listed.first()).toContainText('say the newest');
    await expect(listed.first()).toContainText('2 hr. ago');
    await dialog.getByRole('button', { name: 'More', exact: true }).click();
    await expect(listed).toHaveCount(4);
    await look(page.page, device, 'agent earlier conversations');
    await listed.nth(1).getByRole('button').click();
    await expect(dialog).toHaveCount(0);

    const turns = page.page.getByRole('article');
    await expect(turns).toHaveCount(3);
    await expect(log).toContainText('From before, as the agent remembers it: say first');
    await expect(turns.last()).toContainText('I did say third.');
    await expect(log).toContainText('From here on in this session');
    await expect(offer).toHaveCount(0);
    await expect(page.page.getByRole('combobox', { name: 'Mode' })).toHaveValue('ask');
    await look(page.page, device, 'agent earlier conversation taken up');
    await talk.ask('context');
    await expect(turns.last()).toContainText('"own":["say first","say second","say third"]');

    // What is from before is so after a reload too.
    await page.page.reload();
    await talk.ready();
    await expect(turns).toHaveCount(4);
    await expect(log.getByText('From here on in this session')).toHaveCount(1);
    await expect(log).toContainText('From before, as the agent remembers it: say first');
  });

  test(`a conversation that is gone, and an agent that lists none, are said on a ${device}, and leave the session usable`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    test.slow();
    hadBefore(dispatch.home, ['say gone']);
    writeFileSync(join(dispatch.home, '.scripted-agent', 'before0.broken'), '');
    const id = await anAgent(dispatch, 'helper', { SCRIPTED_LIST: '1' });
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    const talk = await openConversation(dispatch, page, id);
    const offer = page.page.getByRole('button', { name: 'Go on with an earlier conversation' });
    await offer.click();
    const dialog = page.page.getByRole('dialog', { name: 'Earlier conversations of Scripted' });
    await dialog.getByRole('button', { name: /^say gone/ }).click();
    const log = page.page.getByRole('log');
    await expect(log).toContainText('could not go on with that conversation: The conversation is damaged');
    await look(page.page, device, 'agent earlier conversation gone');
    await expect(offer).toBeEnabled();
    await talk.ask('say all the same');
    await expect(page.page.getByRole('article').last()).toContainText('all the same');
    await expect(log).not.toContainText('could not go on with that conversation');

    await openConversation(dispatch, page, await anAgent(dispatch, 'hostile', { SCRIPTED_LIST: 'hostile' }));
    await offer.click();
    await expect(dialog.getByRole('listitem')).toHaveCount(2);
    await expect(dialog.getByRole('listitem').first()).toContainText(/^safe \[2J gnp\.exe long /);
    await dialog.getByRole('button', { name: 'Close' }).click();

    await openConversation(dispatch, page, await anAgent(dispatch, 'refuses', { SCRIPTED_LIST: 'refused' }));
    await offer.click();
    await expect(dialog).toContainText("The agent doesn't tell which conversations it has: The store is locked");
    await expect(dialog.getByRole('button', { name: 'Try again' })).toBeEnabled();
    await look(page.page, device, 'agent earlier conversations refused');
  });
}
