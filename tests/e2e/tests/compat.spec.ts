import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../harness/cli.ts';
import { Dispatch } from '../harness/dispatch.ts';
import { DispatchPage } from '../harness/page.ts';
import { releases, withPageOf, withRunnerOf } from '../harness/releases.ts';
import { expect, test } from '../harness/test.ts';

for (const version of releases) {
  test(`the page of ${version} works with today's server`, async ({ browser }) => {
    test.slow();
    const dispatch = await Dispatch.prepare();
    try {
      await started(dispatch, withPageOf(version, join(dispatch.folder, 'programs')));
      const page = await DispatchPage.signedIn(dispatch, browser);
      await page.openTerminal();
      await page.line('echo "six-$((2 * 3))"; seq 2000 | tail -1');
      await page.sees('six-6');
      await page.sees('2000');

      await page.page.reload();
      await page.live();
      await page.sees('six-6');
      process.kill(dispatch.pid('runner'), 'SIGKILL');
      await page.live();
      await page.line('echo "again-$((3 * 3))"');
      await page.sees('again-9');
    } finally {
      await dispatch.stop();
    }
  });

  test(`today's server works with the runner of ${version}, and upgrades from it without closing a shell`, async ({
    browser,
  }) => {
    test.slow();
    const dispatch = await Dispatch.prepare();
    try {
      await started(dispatch, withRunnerOf(version, join(dispatch.folder, 'programs')));
      const page = await DispatchPage.signedIn(dispatch, browser);
      await page.openTerminal();
      await page.line('mark=old; echo "six-$((2 * 3))"');
      await page.sees('six-6');
      const id = page.page.url().split('/').pop()!;
      expect((await dispatch.ok('screen', id)).stdout).toContain('six-6');
      expect((await dispatch.ok('output', id)).stdout).toContain('six-6');
      const keeper = dispatch.pid('keeper');

      const today = join(realpathSync(join(root, 'artifacts/versions/current')), 'dispatch');
      const outcome = await dispatch.run(['upgrade'], { program: today, timeout: 60_000 });

      expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
      expect(outcome.stdout).toContain('1 shell lived on.');
      expect(dispatch.pid('keeper')).toBe(keeper);
      await page.live();
      await page.line('echo "$mark-$((3 * 3))"');
      await page.sees('old-9');
      expect((await dispatch.ok('output', id)).stdout).toMatch(/six-6[^]*old-9/);
    } finally {
      await dispatch.stop();
    }
  });
}

async function started(dispatch: Dispatch, program: string): Promise<void> {
  const outcome = await dispatch.run(['start', '--port', String(dispatch.port)], { program });
  expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
  await dispatch.welcomed();
}
