import { WebSocket } from 'ws';
import { Random } from '../harness/random.ts';
import { ask, openShell } from '../harness/shells.ts';
import { expect, test } from '../harness/test.ts';
import type { Attachment } from '../harness/attachment.ts';
import type { Dispatch } from '../harness/dispatch.ts';

const oversized = Buffer.alloc(1024 * 1024 + 1, 1);

const malformed: [string, Buffer | string][] = [
  ['text that is no JSON', 'hello'],
  ['JSON that is no object', '[1,2]'],
  ['a message without a type', '{}'],
  ['a message of an unknown type', '{"t":"nonsense"}'],
  ['a second attach', '{"t":"attach"}'],
  ['columns below 1', '{"t":"resize","cols":0,"rows":24}'],
  ['rows above 1000', '{"t":"resize","cols":80,"rows":1001}'],
  ['columns that are no number', '{"t":"resize","cols":"wide","rows":24}'],
  ['an empty binary frame', Buffer.alloc(0)],
  ['a binary frame shorter than its header', Buffer.from([1, 0, 0])],
  ['a binary frame of an unknown type', Buffer.alloc(64, 0xee)],
  ['a binary frame beyond the limit', oversized],
  ['a text frame beyond the limit', 'x'.repeat(oversized.length)],
];

for (const [what, frame] of malformed) {
  test(`${what} is answered by an error to that client alone @core`, async ({ dispatch }) => {
    const { session, client: neighbour } = await openShell(dispatch);
    const client = await dispatch.attach(session.id);
    client.sendRaw(frame);
    await expectError(client);
    expect(await ask(neighbour, 'echo undisturbed')).toBe('undisturbed');
  });
}

test('a first frame that is no attach is refused in words @core', async ({ dispatch }) => {
  const { session } = await openShell(dispatch);
  const socket = new WebSocket(dispatch.attachUrl(session.id), 'dispatch.v1', {
    headers: { authorization: `Bearer ${dispatch.key}` },
  });
  const texts: string[] = [];
  socket.on('message', (data) => texts.push(String(data)));
  socket.on('open', () => socket.send('{"t":"ping","id":1}'));
  const code = await new Promise<number>((closed) => socket.on('close', closed));

  expect(JSON.parse(texts[0]!)).toMatchObject({
    t: 'error',
    fatal: true,
    code: expect.stringMatching(/\./),
    message: expect.any(String),
  });
  expect(code).toBeGreaterThanOrEqual(1002);
});

test('a client that speaks no version of the protocol that is known is refused in words @core', async ({
  dispatch,
}) => {
  const { session } = await openShell(dispatch);
  const socket = new WebSocket(dispatch.attachUrl(session.id), 'dispatch.v999', {
    headers: { authorization: `Bearer ${dispatch.key}` },
  });
  const status = await new Promise<number>((refused) => {
    socket.on('unexpected-response', (_, response) => refused(response.statusCode!));
    socket.on('error', () => undefined);
    socket.on('open', () => refused(101));
  });
  expect(status).toBe(400);
});

test('random frames harm nobody but their sender @core', async ({ dispatch }) => {
  test.slow();
  const random = new Random(9);
  const { session, client: neighbour } = await openShell(dispatch);
  for (let round = 0; round < 40; round++) {
    const client = await dispatch.attach(session.id, { readOnly: true });
    for (let frame = 0; frame < 10 && !client.closed; frame++) client.sendRaw(randomFrame(random));
    await client.cut();
  }

  expect(await ask(neighbour, 'echo undisturbed')).toBe('undisturbed');
  expect(await dispatch.api.ready()).toBe(true);
});

test('bytes that are no WebSocket frames end only their connection @core', async ({ dispatch }) => {
  const random = new Random(10);
  const { session, client: neighbour } = await openShell(dispatch);
  for (let round = 0; round < 20; round++) await sendGarbage(dispatch, session.id, random);
  expect(await ask(neighbour, 'echo undisturbed')).toBe('undisturbed');
});

async function expectError(client: Attachment) {
  const error = (await client.message('error')) as unknown as { code: string; message: string; fatal: boolean };
  expect(error.code).toMatch(/^[a-z-]+(\.[a-z-]+)+$/);
  expect(error.message.length).toBeGreaterThan(10);
  if (error.fatal) await client.until(() => client.closed !== undefined, 'the close frame');
  else await client.close();
}

function randomFrame(random: Random): Buffer | string {
  const kind = random.below(4);
  const bytes = random.bytes(random.below(2_000));
  if (kind === 0) return bytes;
  if (kind === 1) return Buffer.concat([Buffer.from([1 + random.below(2)]), bytes]);
  if (kind === 2) return bytes.toString('latin1');
  const types = ['attach', 'resize', 'ack', 'command', 'ping', 'x'];
  const values = [0, -1, 1e300, null, '', [], {}, 'x'.repeat(100), 2 ** 53, true];
  const pick = () => values[random.below(values.length)];
  return JSON.stringify({
    t: types[random.below(types.length)],
    cols: pick(),
    rows: pick(),
    seq: pick(),
    id: pick(),
    name: pick(),
    data: pick(),
  });
}

function sendGarbage(dispatch: Dispatch, id: string, random: Random): Promise<void> {
  const socket = new WebSocket(dispatch.attachUrl(id), 'dispatch.v1', {
    headers: { authorization: `Bearer ${dispatch.key}` },
  });
  return new Promise((done) => {
    socket.on('upgrade', (response) => {
      response.socket.write(random.bytes(1 + random.below(500)));
      response.socket.end();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => done());
  });
}
