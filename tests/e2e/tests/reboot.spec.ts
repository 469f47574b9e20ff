import { DispatchPage } from '../harness/page.ts';
import { crash } from '../harness/processes.ts';
import { expect, test } from '../harness/test.ts';

test('a session that went away with the keeper is shown as lost, can be read, and goes on at one click @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  const { id } = await dispatch.api.create({
    name: 'building',
    cwd: dispatch.home,
    command: ['sh', '-c', 'echo "the very beginning"; seq 100; echo "in $PWD with $GIVEN"; exec cat'],
    env: { GIVEN: 'oak' },
  });
  const told = `in ${dispatch.home} with oak`;
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.page.goto(`${dispatch.url}/sessions/default/${id}`);
  await page.sees(told);

  const runner = dispatch.pid('runner');
  await crash(runner, dispatch.pid('keeper'));
  await dispatch.runnerAfter(runner);

  const ended = page.page.getByRole('status').filter({ hasText: 'lost' });
  await expect(ended).toContainText('Its past is kept; restart it to go on.');
  await expect(page.row('building')).toContainText('lost');
  await page.page.reload();
  await page.sees(told);
  await page.seesInThePast('the very beginning');

  await ended.getByRole('button', { name: 'Restart' }).click();
  await expect(page.row('building')).toContainText('running');
  await expect(ended).toBeHidden();
  await page.live();
  await page.line('and on it goes');
  await expect(page.screen).toContainText(/and on it goes\s*and on it goes/);
  expect((await dispatch.ok('output', id)).stdout.split(told)).toHaveLength(3);
  expect(await dispatch.api.session(id)).toMatchObject({ state: 'running', restarts: 1, cwd: dispatch.home });
});
