import { anAgent, openConversation } from '../harness/conversations.ts';
import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

for (const [device, options] of desktopAndPhone)
  test(`a prompt of which nobody knows whether the agent has it is asked about on a ${device}, and sent again or left`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    const id = await anAgent(dispatch, 'helper');
    const page = await DispatchPage.signedIn(dispatch, browser, options);
    const talk = await openConversation(dispatch, page, id);

    const again = page.page.getByRole('button', { name: 'Send again', exact: true });
    const leave = page.page.getByRole('button', { name: 'Leave it', exact: true });
    // What the keeper is given in its sleep it passes on when it wakes, and says so to nobody.
    const loseTrackOf = async (text: string) => {
      const [keeper, runner] = [dispatch.pid('keeper'), dispatch.pid('runner')];
      process.kill(keeper, 'SIGSTOP');
      try {
        await talk.box.fill(text);
        await page.page.getByRole('button', { name: 'Send' }).click();
        await expect(page.page.getByRole('article').last()).toContainText(text);
        process.kill(runner, 'SIGKILL');
      } finally {
        process.kill(keeper, 'SIGCONT');
      }
      await dispatch.runnerAfter(runner);
      await talk.ready();
    };

    await loseTrackOf('hang on the first');
    await expect(leave).toBeEnabled();
    await expect(page.page.getByRole('log')).toContainText('Nobody knows whether the agent has it.');
    await look(page.page, device, 'agent unsure');
    await leave.click();
    await expect(leave).toHaveCount(0);

    await loseTrackOf('hang on the second');
    await again.click();
    await expect(again).toHaveCount(0);
    await expect(page.page.getByRole('article')).toHaveCount(3);
    await expect(page.page.getByRole('article').last()).toContainText('hang on the second');
    await expect(talk.stop).toBeEnabled();
    await talk.stop.click();
    await expect(page.page.getByRole('article').last()).toContainText('Stopped.');
  });
