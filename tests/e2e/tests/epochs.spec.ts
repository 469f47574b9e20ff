import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../harness/processes.ts';
import { expect, test } from '../harness/test.ts';
import type { Dispatch } from '../harness/dispatch.ts';

const counting = ['sh', '-c', 'for n in $(seq 1 200); do echo "line $n of $$"; done'];

test('an older copy of the log put back is never taken for the log that a client knew', async ({
  ownDispatch: dispatch,
}) => {
  const { id } = await dispatch.api.create({ command: counting });
  const early = await dispatch.attach(id);
  await early.exit();

  await withLogAway(dispatch, 'save');
  await dispatch.api.restart(id);
  const known = await dispatch.attach(id, { from: early.position });
  await known.exit();
  expect(known.gaps).toEqual([]);

  await withLogAway(dispatch, 'put back');
  // As many events as before and more: only the epoch can tell these positions from those that the client knew.
  for (let restart = 0; restart < 3; restart++) {
    await dispatch.api.restart(id);
    await until(async () => (await dispatch.api.session(id)).state === 'exited', 'the end of the restarted process');
  }

  const after = await dispatch.attach(id, { from: known.position });
  await after.until(() => after.gaps.length > 0, 'a gap');
  expect(after.gaps).toHaveLength(1);
  expect(after.gaps[0]!.reason).toBe('epoch');
  expect(after.gaps[0]!.first).toBe(1);
  await after.message('live');
  expect(after.text).toContain('line 1 of ');
});

/** Stops everything, saves the workspace's log or puts the saved one back, and starts again. */
async function withLogAway(dispatch: Dispatch, what: 'save' | 'put back') {
  await dispatch.ok('stop', '--all', '--yes');
  const folder = join(dispatch.data, 'workspaces/default');
  const saved = join(dispatch.folder, 'saved');
  for (const name of ['log.db', 'log.db-wal', 'log.db-shm']) {
    const [from, to] = what === 'save' ? [folder, saved] : [saved, folder];
    rmSync(join(to, name), { force: true });
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
  }
  await dispatch.start();
}
