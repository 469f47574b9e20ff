import { crash } from '../harness/processes.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';
import { Dispatch } from '../harness/dispatch.ts';

test('a shell in the browser outlives its server and its runner @core', async ({ page: browserPage }) => {
  test.slow();
  const dispatch = await Dispatch.prepare();
  try {
    const page = new DispatchPage(browserPage);
    await page.follow(await dispatch.start());
    await page.openTerminal();

    await page.line('MEMORY=kept-$((40 + 2)); echo "I am $$"');
    await page.sees(/I am \d+/);
    const pid = Number((await page.screen.innerText()).match(/I am\s(\d+)/)![1]);
    const [session] = await dispatch.api.list();
    expect(session!.pid).toBe(pid);
    await page.line('seq 1 200');
    await page.sees(/199\s*200/);

    const stillThere = async (after: string) => {
      await page.live();
      await page.line(`echo "after ${after}: $$ $MEMORY"`);
      await page.sees(`after ${after}: ${pid} kept-42`);
      await page.seesInThePast(`I am ${pid}`);
      expect(await dispatch.api.session(session!.id)).toMatchObject({ state: 'running', pid });
    };

    const runner = dispatch.pid('runner');
    await crash(runner);
    await dispatch.runnerAfter(runner);
    await stillThere('a crash of the runner');

    await crash(dispatch.pid('server'));
    await expect(page.page.getByText('Not connected').first()).toBeVisible();
    await dispatch.start();
    await stillThere('a crash of the server');

    await crash(dispatch.pid('server'), dispatch.pid('runner'));
    await expect(page.page.getByText('Not connected').first()).toBeVisible();
    await dispatch.start();
    await stillThere('a crash of both');

    await page.page.reload();
    await stillThere('a reload');
  } finally {
    await dispatch.stop();
  }
});
