import { Random } from '../harness/random.ts';
import { ask, difference, floodEnds, floodIn, floodOf, openShell, startFlood } from '../harness/shells.ts';
import { expect, test } from '../harness/test.ts';
import type { Position } from '../harness/attachment.ts';

test('two clients see the same bytes @core', async ({ dispatch }) => {
  const { session, client: first } = await openShell(dispatch);
  const second = await dispatch.attach(session.id);
  await startFlood(second, 200_000);
  await Promise.all([floodEnds(first), floodEnds(second)]);
  await first.type('exit\r');
  await Promise.all([first.exit(), second.exit()]);

  expect(difference(second.output, first.output)).toBeUndefined();
  expect(second.position).toEqual(first.position);
  expect(difference(floodIn(first.output), floodOf(200_000))).toBeUndefined();
});

test('a client cut off again and again within 20 MB loses no byte and sees none twice @core', async ({ dispatch }) => {
  const random = new Random(20);
  const last = 2_400_000;
  const { session, client } = await openShell(dispatch);
  await startFlood(client, last);

  const parts: Buffer[] = [client.output];
  let position: Position = client.position;
  await client.cut();
  for (let cuts = 0, ended = false; !ended; cuts++) {
    const next = await dispatch.attach(session.id, { from: position });
    const enough = cuts < 12 ? random.below(3_000_000) : Infinity;
    await next.until(
      () => next.bytes >= enough || next.output.subarray(-200).includes('FLOOD-END\r\n'),
      'more of the flood',
      60_000,
    );
    ended = next.output.subarray(-200).includes('FLOOD-END\r\n');
    expect(next.gaps).toEqual([]);
    await next.cut();
    parts.push(next.output);
    position = next.position;
  }

  const expected = floodOf(last);
  expect(expected.length).toBeGreaterThan(20_000_000);
  expect(difference(floodIn(Buffer.concat(parts)), expected)).toBeUndefined();
});

test('a client that only reads is told so when it types, and disturbs nobody @core', async ({ dispatch }) => {
  const { session, client } = await openShell(dispatch);
  const reader = await dispatch.attach(session.id, { readOnly: true });
  reader.type('echo never\r').catch(() => undefined);

  const { code, message } = (await reader.message('error')) as unknown as { code: string; message: string };
  expect(code).toMatch(/^[a-z]+\.[a-z-]+$/);
  expect(message.length).toBeGreaterThan(10);
  expect(await ask(client, 'echo fine')).toBe('fine');
  expect(client.text).not.toContain('never');
});

test('the size follows whoever typed last @core', async ({ dispatch }) => {
  const { session, client: wide } = await openShell(dispatch);
  const narrow = await dispatch.attach(session.id, { cols: 40, rows: 10 });

  wide.send({ t: 'resize', cols: 132, rows: 50 });
  await wide.event('terminal.resized');
  // Each waits until it has seen what the other asked: all see the same.
  expect(await ask(wide, 'stty size')).toBe('50 132');
  await narrow.see('50 132');
  expect(await ask(narrow, 'stty size')).toBe('10 40');
  await wide.see('10 40');
  expect(await ask(wide, 'stty size')).toBe('50 132');
});
