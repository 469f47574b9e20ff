import { describe, expect, it } from 'vitest';
import { attach, gap } from '../support/attached-stream';
import { outputFrame } from '../support/fake-socket';

describe('a command', () => {
  const commands = (messages: { t: string; [name: string]: unknown }[]) => messages.filter(({ t }) => t === 'command');

  it('is sent with an id, and its answer is told', async () => {
    const { network, stream, greet } = attach();
    greet();
    const answer = stream.command('prompt', { text: 'hello' });
    const [sent] = commands(network.last.messages);
    expect(sent).toEqual({
      t: 'command',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'prompt',
      data: { text: 'hello' },
    });
    network.last.tell({ t: 'result', id: 'another', ok: true });
    network.last.tell({ t: 'result', id: sent?.id, ok: false, code: 'agent.busy', message: 'A turn runs.' });
    expect(await answer).toEqual({ ok: false, code: 'agent.busy', message: 'A turn runs.' });
  });

  it('whose answer was cut off is sent again with the same id, before later ones, and once answered no more', async () => {
    const { network, stream, greet, reconnect } = attach();
    greet();
    const first = stream.command('answer', { ask: 'a' });
    const [sent] = commands(network.last.messages);
    network.last.cut();
    const second = stream.command('cancel', {});
    network.clock.pass(10_000);
    greet(0);
    const again = commands(network.last.messages);
    expect(again.map(({ name }) => name)).toEqual(['answer', 'cancel']);
    expect(again[0]).toEqual(sent);
    for (const { id } of again) network.last.tell({ t: 'result', id, ok: true });
    expect([(await first).ok, (await second).ok]).toEqual([true, true]);
    reconnect(0);
    expect(commands(network.last.messages)).toEqual([]);
  });

  it('of which a new runner knows nothing is not sent again: it may have been applied', async () => {
    const { network, stream, greet } = attach();
    greet();
    const first = stream.command('prompt', {});
    network.last.cut();
    const second = stream.command('cancel', {});
    network.clock.pass(10_000);
    greet();
    expect(commands(network.last.messages).map(({ name }) => name)).toEqual(['cancel']);
    expect(await first).toMatchObject({ ok: false, code: 'page.unknown' });
    network.last.tell({ t: 'result', id: commands(network.last.messages)[0]?.id, ok: true });
    expect((await second).ok).toBe(true);
  });
});

describe('events', () => {
  const acks = (messages: { t: string; [name: string]: unknown }[]) =>
    messages.filter(({ t }) => t === 'ack').map(({ seq }) => seq);
  const event = (seq: number, length: number) => ({
    t: 'event',
    seq,
    epoch: 7,
    time: 0,
    type: 'agent.said',
    principal: '',
    data: 'x'.repeat(length),
  });

  it('are acknowledged by their length, so that a long conversation goes on coming', () => {
    const { network, greet } = attach();
    greet();
    network.last.tell(gap);
    network.last.tell(event(1, 40_000));
    network.last.tell(event(2, 40_000));
    expect(acks(network.last.messages)).toEqual([]);
    network.last.tell(event(3, 40_000));
    expect(acks(network.last.messages)).toEqual([3]);
    for (let seq = 4; seq < 4 + 1000; seq++) network.last.tell(event(seq, 10));
    expect(acks(network.last.messages).length).toBeGreaterThan(1);
  });

  it('acknowledge no output that is not on the screen yet', () => {
    const { network, taken, greet } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 1, 'out'));
    network.last.tell(event(2, 200_000));
    expect(acks(network.last.messages)).toEqual([]);
    taken.forEach((done) => done());
    expect(acks(network.last.messages)).toEqual([1]);
    network.last.tell(event(3, 200_000));
    expect(acks(network.last.messages)).toEqual([1, 3]);
  });
});
