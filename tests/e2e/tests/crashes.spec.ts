import { crash } from '../harness/processes.ts';
import { difference, floodEnds, floodIn, floodOf, openShell, startFlood, wholePast } from '../harness/shells.ts';
import { expect, test } from '../harness/test.ts';
import type { Attachment } from '../harness/attachment.ts';
import type { Dispatch } from '../harness/dispatch.ts';

const last = 1_500_000;
const expected = floodOf(last);

test.describe('in the middle of a flood', () => {
  test('a server killed takes no byte with it', async ({ ownDispatch }) => {
    await floodThrough(ownDispatch, async () => {
      await crash(ownDispatch.pid('server'));
      await ownDispatch.start();
    });
  });

  test('a runner killed takes no byte with it', async ({ ownDispatch }) => {
    await floodThrough(ownDispatch, async () => {
      const runner = ownDispatch.pid('runner');
      await crash(runner);
      await ownDispatch.runnerAfter(runner);
    });
  });

  test('a runner killed again and again takes no byte with it @core', async ({ ownDispatch }) => {
    await floodThrough(ownDispatch, async () => {
      for (let kill = 0; kill < 3; kill++) {
        const runner = ownDispatch.pid('runner');
        await crash(runner);
        await ownDispatch.runnerAfter(runner);
      }
    });
  });

  test('both killed at once take no byte with them', async ({ ownDispatch }) => {
    await floodThrough(ownDispatch, async () => {
      await crash(ownDispatch.pid('server'), ownDispatch.pid('runner'));
      await ownDispatch.start();
    });
  });
});

/** Kills while a shell floods; afterwards the same shell lives, and the log and a client that resumed have each byte once. */
async function floodThrough(dispatch: Dispatch, kill: () => Promise<void>) {
  const { session, client } = await openShell(dispatch);
  await startFlood(client, last);
  await client.until(() => client.bytes > 500_000, 'the flood to run');

  await kill();
  await client.until(() => client.closed !== undefined, 'the connection to break');
  const resumed = await dispatch.attach(session.id, { from: client.position });
  await floodEnds(resumed);

  expect(resumed.gaps).toEqual([]);
  expect(difference(floodIn(joined(client, resumed)), expected)).toBeUndefined();

  const past = await wholePast(dispatch, session.id, 'FLOOD-END\r\n');
  expect(past.gaps.map(({ reason, first }) => ({ reason, first }))).toEqual([{ reason: 'first', first: 1 }]);
  expect(difference(floodIn(past.output), expected)).toBeUndefined();

  const { state, pid } = await dispatch.api.session(session.id);
  expect({ state, pid }).toEqual({ state: 'running', pid: session.pid });
}

function joined(...clients: Attachment[]): Buffer {
  return Buffer.concat(clients.map(({ output }) => output));
}
