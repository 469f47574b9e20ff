import { anAgent, openConversation } from '../harness/conversations.ts';
import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

for (const [device, options] of desktopAndPhone)
  test(`a terminal that an agent opens is seen in the conversation while it runs, and a person goes on in it, on a ${device}${device === 'desktop' ? ' @core' : ''}`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    const id = await anAgent(dispatch, 'helper');
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    const talk = await openConversation(dispatch, page, id);
    await talk.box.fill('run seq 1 5; read x; echo "went on: $x"; sleep 2');
    await page.page.getByRole('button', { name: 'Send' }).click();
    await talk.option(/^Allow/).click();
    const card = page.page.getByRole('group', { name: /^Terminal / });
    await expect(card).toHaveText(/1\s+2\s+3\s+4\s+5/);
    await expect(page.page.getByRole('log')).toContainText('runs');
    await look(page.page, device, 'agent terminal');

    await page.page.getByRole('log').getByRole('button', { name: 'Open', exact: true }).click();
    await page.live();
    await page.sees(/5/);
    await page.line('by hand');

    // What it printed meanwhile is in the card, without anybody asking for it.
    await page.page.goBack();
    await talk.ready();
    await expect(card).toContainText('went on: by hand');
    await expect(page.page.getByRole('log')).toContainText('Exit {"exitCode":0');
    await expect(page.page.getByRole('log')).toContainText('ended');
    await look(page.page, device, 'agent terminal ended');
  });
