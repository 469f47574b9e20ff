import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dispatch } from '../harness/dispatch.ts';
import { DispatchPage } from '../harness/page.ts';
import { Panes } from '../harness/panes.ts';
import { expect, test } from '../harness/test.ts';

test('a session of a kind that the page has no view for says so, and stands beside others', async ({
  page: browserPage,
}) => {
  const dispatch = await Dispatch.prepare();
  try {
    mkdirSync(dispatch.data, { mode: 0o700 });
    const program = join(dispatch.folder, 'silent');
    writeFileSync(program, '#!/bin/sh\nexec cat >/dev/null\n');
    chmodSync(program, 0o755);
    writeFileSync(join(dispatch.data, 'runner.json'), JSON.stringify({ kinds: { silent: [program] } }));
    const page = new DispatchPage(browserPage);
    await page.follow(await dispatch.start());
    await page.openTerminal();
    const answer = await dispatch.api.fetch('POST', '/api/workspaces/default/sessions', {
      kind: 'silent',
      name: 'quiet',
    });
    expect(answer.status).toBe(201);

    await page.chooseFor('quiet', 'Open to the side');
    await expect(browserPage.getByRole('heading', { name: 'No view for this kind of session' })).toBeVisible();
    await expect(browserPage.getByText('quiet is of the kind “silent”')).toBeVisible();
    await page.line('echo "still $((40 + 2))"');
    await page.sees('still 42');
    await browserPage.getByRole('button', { name: 'Close tab', exact: true }).click();
    await expect(browserPage.getByRole('heading', { name: 'No view' })).toHaveCount(0);
    await expect(page.row('quiet')).toContainText('running');
    expect(await new Panes(browserPage).shown()).not.toContain('quiet');
  } finally {
    await dispatch.stop();
  }
});
