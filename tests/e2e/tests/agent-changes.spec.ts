import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anAgent, openConversation } from '../harness/conversations.ts';
import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

for (const [device, options] of desktopAndPhone) {
  test(`what a turn changed is looked at, kept or taken back, in part and in whole, on a ${device}${device === 'desktop' ? ' @core' : ''}`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    const file = join(dispatch.home, 'poem.txt');
    const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
    writeFileSync(file, 'one\ntwo\nthree\nfour\nfive\n');
    const id = await anAgent(dispatch, 'helper');
    const { page } = await DispatchPage.signedIn(dispatch, browser, options);
    const talk = await openConversation(dispatch, new DispatchPage(page), id);
    await talk.ask('change poem.txt one|2|three|four|5');
    await page.getByRole('button', { name: '1 file changed' }).click();
    const changes = page.getByRole('region', { name: 'What this turn changed' });
    await changes.getByRole('button', { name: 'poem.txt', exact: true }).click();
    await expect(changes.getByText('-two')).toBeVisible();
    await look(page, device, 'changes of a turn');

    // A part goes back, another stays.
    await changes.getByRole('button', { name: 'Take back' }).nth(1).click();
    await expect(changes.getByText('taken back')).toBeVisible();
    expect(read()).toBe('one\ntwo\nthree\nfour\n5\n');
    await changes.getByRole('button', { name: 'Keep' }).nth(1).click();
    await expect(changes.getByText('kept')).toBeVisible();

    // All of a turn goes back, but nothing that somebody else wrote, unless they say so.
    await talk.ask('change poem.txt all new');
    await expect(page.getByRole('button', { name: '1 file changed' })).toHaveCount(2);
    writeFileSync(file, 'mine\n');
    await page.getByRole('button', { name: '1 file changed' }).last().click();
    await page.getByRole('button', { name: 'Put files back to before this' }).last().click();
    await expect(page.getByText(/Somebody changed 'poem.txt' since/)).toBeVisible();
    expect(read()).toBe('mine\n');
    await page.getByRole('button', { name: 'Put back all the same' }).click();
    await expect(page.getByText('Files were put back to before this by you.')).toBeVisible();
    expect(read()).toBe('one\ntwo\nthree\nfour\n5\n');
  });
}
