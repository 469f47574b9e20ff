import { expect, it } from 'vitest';
import { WriteQueue } from '../../src/features/terminal/write-queue';

function queue() {
  const order: string[] = [];
  const parsed: (() => void)[] = [];
  const writes = new WriteQueue((bytes, done) => {
    order.push(`write ${bytes[0]}`);
    parsed.push(done);
  });
  const write = (value: number) => writes.write(Uint8Array.of(value), () => order.push(`taken ${value}`));
  const run = (name: string) => writes.run(() => order.push(name));
  return { order, parsed, write, run };
}

it('runs an action at once when nothing is being parsed', () => {
  const { order, run } = queue();
  run('resize');

  expect(order).toEqual(['resize']);
});

it('keeps an action behind the bytes before it and ahead of those after it', async () => {
  const { order, parsed, write, run } = queue();
  write(1);
  write(2);
  run('resize');
  write(3);
  expect(order).toEqual(['write 1', 'write 2']);

  parsed[0]?.();
  parsed[1]?.();
  await Promise.resolve();

  expect(order).toEqual(['write 1', 'write 2', 'taken 1', 'taken 2', 'resize', 'write 3']);
});

it('keeps several actions in their order', async () => {
  const { order, parsed, write, run } = queue();
  write(1);
  run('reset');
  run('answer');
  write(2);
  run('resize');
  parsed[0]?.();
  await Promise.resolve();
  parsed[1]?.();
  await Promise.resolve();

  expect(order).toEqual(['write 1', 'taken 1', 'reset', 'answer', 'write 2', 'taken 2', 'resize']);
});

it('passes much in pieces, and says that it was taken when the last is parsed', () => {
  const sizes: number[] = [];
  const parsed: (() => void)[] = [];
  const writes = new WriteQueue((bytes, done) => {
    sizes.push(bytes.length);
    parsed.push(done);
  });
  let taken = 0;
  writes.write(new Uint8Array(20_000), () => taken++);
  writes.writeWhole(new Uint8Array(20_000), () => taken++);
  writes.write(new Uint8Array(0), () => taken++);
  expect(sizes).toEqual([8192, 8192, 3616, 20_000, 0]);

  for (const done of parsed.slice(0, 2)) done();
  expect(taken).toBe(0);
  for (const done of parsed.slice(2)) done();
  expect(taken).toBe(3);
});
