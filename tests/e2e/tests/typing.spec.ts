import { DispatchPage } from '../harness/page.ts';
import { until } from '../harness/processes.ts';
import { expect, test } from '../harness/test.ts';

test('what is typed while the server is gone waits, is shown, and reaches the shell once @core', async ({
  ownDispatch: dispatch,
  browser,
}, info) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  process.kill(dispatch.pid('server'), 'SIGKILL');
  await expect(page.page.getByText('Not connected. The session goes on')).toBeVisible();
  await expect(page.page.getByText(/Next try in \d+ s|Trying now/)).toBeVisible();

  await page.line('echo "once-$((40 + 2))"');
  await expect(page.page.getByText('echo "once-$((40 + 2))"⏎')).toBeVisible();
  await page.page.screenshot({ path: info.outputPath('waits.png') });
  // Once there is a server again the page comes back by itself, and the button is gone.
  await page.page.getByRole('button', { name: 'Try now' }).click();
  await dispatch.start();

  await expect(page.screen).toContainText('once-42', { timeout: 30_000 });
  await expect(page.page.getByText('Waits to be sent')).toHaveCount(0);
  await page.line('echo "and-$((40 + 3))"');
  await page.sees('and-43');
  const text = (await page.screen.innerText()).replaceAll(/\s/g, '');
  expect(text.match(/once-42/g)).toHaveLength(1);
});

test('what was typed after keys that nobody knows about waits for a person', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  const runner = dispatch.pid('runner');

  // Stopped, it takes the keys and confirms none; then it is gone, and a new runner knows nothing of them.
  process.kill(runner, 'SIGSTOP');
  await page.terminal.click();
  await page.page.keyboard.type('first ');
  process.kill(runner, 'SIGKILL');
  await expect(page.page.getByText('Not connected. The session goes on')).toBeVisible();
  await page.page.keyboard.type('second');
  await until(() => dispatch.api.ready(), 'a runner again', 30_000);

  await expect(page.page.getByText(/The runner stopped while 6 typed bytes were on the way/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.page.getByText('second', { exact: true })).toBeVisible();
  await page.page.getByRole('button', { name: 'Discard' }).click();
  await page.page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.page.getByText('The runner stopped')).toHaveCount(0);
});
