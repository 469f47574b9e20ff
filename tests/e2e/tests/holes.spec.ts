import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Position } from '../harness/attachment.ts';
import type { Dispatch } from '../harness/dispatch.ts';
import { expect, test } from '../harness/test.ts';

const repeating = ['sh', '-c', 'while read word; do echo "said $word"; done'];

test('a hole in a log is named, who reads across it is told, and all else of the session is still there', async ({
  ownDispatch: dispatch,
}) => {
  const { id } = await dispatch.api.create({ command: repeating });
  const client = await dispatch.attach(id);
  const positions: Position[] = [];
  for (const word of ['one', 'two', 'three']) {
    await client.type(`${word}\r`);
    await client.see(`said ${word}\r\n`);
    positions.push(client.position);
  }
  await client.type('\x04');
  await client.exit();
  await dispatch.ok('stop', '--all', '--yes');
  removeOutput(dispatch, 'said two');

  const verified = await dispatch.run(['db', 'verify']);
  expect(verified.code).toBe(1);
  expect(verified.stdout).toContain(`log.hole  session ${id}  position ${positions[1]!.seq}`);
  expect(verified.stdout).toContain('Nothing was changed.');

  await dispatch.start();
  const resumed = await dispatch.attach(id, { from: positions[0] });
  await resumed.exit();
  expect(resumed.gaps).toMatchObject([{ reason: 'hole', first: positions[1]!.seq + 1 }]);
  expect(resumed.text).not.toContain('said two');
  expect(resumed.text).toContain('said three');

  for (const command of [
    ['export', id],
    ['export', id, '--format', 'text'],
    ['output', id],
  ]) {
    const { stdout } = await dispatch.ok(...command);
    expect(stdout).toContain('said one');
    expect(stdout).not.toContain('said two');
    expect(stdout).toContain('said three');
  }
});

/** The one event of output that holds a text. */
function removeOutput(dispatch: Dispatch, text: string) {
  const log = new DatabaseSync(join(dispatch.data, 'workspaces/default/log.db'));
  const { changes } = log.prepare('DELETE FROM events WHERE instr(payload, ?) > 0').run(text);
  log.close();
  expect(changes).toBe(1);
}
