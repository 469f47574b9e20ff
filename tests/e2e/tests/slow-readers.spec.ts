import { residentBytes, until } from '../harness/processes.ts';
import { ask, openShell } from '../harness/shells.ts';
import { expect, test } from '../harness/test.ts';

const mebibyte = 1024 * 1024;

test('a reader that never acknowledges costs a bounded buffer and disturbs nobody', async ({
  ownDispatch: dispatch,
}) => {
  const { client: neighbour } = await openShell(dispatch);
  const flood = await dispatch.api.create({
    command: ['yes', 'a line that is printed for as long as nobody stops it'],
  });
  const before = residentBytes(dispatch.pid('runner'));

  const silent = await dispatch.attach(flood.id, { ack: false });
  const busy = await dispatch.attach(flood.id, { tail: true });
  await busy.until(() => busy.bytes > 40 * mebibyte, '40 MiB at the client that reads', 45_000);

  expect(residentBytes(dispatch.pid('runner')) - before).toBeLessThan(96 * mebibyte);
  expect(silent.bytes).toBeLessThan(3 * mebibyte);
  expect(await ask(neighbour, 'echo undisturbed')).toBe('undisturbed');

  await silent.type('\x03');
  expect(await busy.exit()).toEqual({ signal: 'SIGINT' });
});

test('a flood without any reader costs a bounded buffer and can be stopped', async ({ ownDispatch: dispatch }) => {
  const { session, client } = await openShell(dispatch);
  await client.type('yes a line that nobody reads\r');
  await client.until(() => client.bytes > mebibyte, 'the flood to run');
  const before = residentBytes(dispatch.pid('runner'));
  const { seq } = client.position;
  await client.close();

  await until(
    async () => (await dispatch.api.session(session.id)).seq > seq + 400,
    'output to be logged without a reader',
    30_000,
  );
  expect(residentBytes(dispatch.pid('runner')) - before).toBeLessThan(96 * mebibyte);

  const back = await dispatch.attach(session.id, { tail: true });
  await back.type('\x03');
  await back.see('ready> ');
  expect(await ask(back, 'echo stopped')).toBe('stopped');
});
