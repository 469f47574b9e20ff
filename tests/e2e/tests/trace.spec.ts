import { mkdtempSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('the id of an error in the page finds what it caused in the server and in the runner @core', async ({
  dispatch,
  browser,
}) => {
  const folder = mkdtempSync(join(dispatch.home, 'gone-'));
  const { id } = await dispatch.api.create({ name: 'homeless', cwd: folder, command: ['true'] });
  await (await dispatch.attach(id)).exit();
  rmdirSync(folder);

  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.chooseFor('homeless', 'Restart');
  const error = page.page.getByRole('alert').filter({ hasText: folder });
  const [code, trace] = (await error.locator('code').innerText()).split(' ');
  expect(code).toBe('session.folder-missing');
  expect(trace).toMatch(/^[0-9a-f]{32}$/);

  const message = expect.stringContaining(`POST /api/workspaces/default/sessions/${id}/restart answered 400 `);
  const wanted = ['runner', 'server'].map((part) => expect.objectContaining({ part, message, traceId: trace }));
  // What is logged is written a moment later.
  await expect.poll(() => logged(trace!)).toEqual(wanted);

  async function logged(of: string) {
    const { stdout } = await dispatch.ok('logs', '--trace', of, '--json');
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as { part: string }).sort((a, b) => a.part.localeCompare(b.part));
  }
});
