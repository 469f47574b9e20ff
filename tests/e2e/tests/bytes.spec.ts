import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../harness/processes.ts';
import { Random } from '../harness/random.ts';
import { difference } from '../harness/shells.ts';
import { expect, test } from '../harness/test.ts';

test('invalid UTF-8 and NUL bytes come out as they were printed @core', async ({ dispatch }) => {
  const file = join(dispatch.home, 'printed.bin');
  const bytes = Buffer.concat([
    Buffer.from(Array.from({ length: 256 }, (_, value) => value)),
    new Random(5).bytes(500_000),
  ]);
  writeFileSync(file, bytes);

  // Among so many there are questions to the terminal: its answers are typed, and must not be echoed among them.
  const session = await dispatch.api.create({ command: ['sh', '-c', `stty -opost -echo && cat ${file}`] });
  const client = await dispatch.attach(session.id);
  expect(await client.exit()).toEqual({ exitCode: 0 });
  expect(difference(client.output, bytes)).toBeUndefined();
});

test('invalid UTF-8 and NUL bytes go in as they were typed @core', async ({ dispatch }) => {
  const file = join(dispatch.home, 'typed.bin');
  const bytes = Buffer.concat([
    Buffer.from(Array.from({ length: 256 }, (_, value) => value)),
    new Random(6).bytes(60_000),
  ]);

  const session = await dispatch.api.create({
    command: ['sh', '-c', `stty raw -echo && echo ready && head -c ${bytes.length} >${file}`],
  });
  const client = await dispatch.attach(session.id);
  await client.see('ready');
  for (let at = 0; at < bytes.length; at += 7_000) await client.type(bytes.subarray(at, at + 7_000));
  expect(await client.exit()).toEqual({ exitCode: 0 });
  await until(() => readFileSync(file).length === bytes.length, 'all bytes in the file');
  expect(difference(readFileSync(file), bytes)).toBeUndefined();
});

test('a process that prints and exits at once loses no byte @core', async ({ dispatch }) => {
  const bytes = Buffer.from(
    new Random(7)
      .bytes(150_000)
      .toString('base64')
      .replace(/(.{76})/g, '$1\r\n'),
  );
  const file = join(dispatch.home, 'quick.txt');
  writeFileSync(file, bytes.toString().replaceAll('\r\n', '\n'));

  const created = await Promise.all(Array.from({ length: 20 }, () => dispatch.api.create({ command: ['cat', file] })));
  for (const { id } of created) {
    const client = await dispatch.attach(id);
    expect(await client.exit()).toEqual({ exitCode: 0 });
    expect(difference(client.output, bytes)).toBeUndefined();
    await client.close();
  }
});
