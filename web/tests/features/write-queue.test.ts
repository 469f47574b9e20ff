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
