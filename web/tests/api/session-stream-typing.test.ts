import { maximumInput } from '$lib/frames';
import { describe, expect, it } from 'vitest';
import { attach, inputs } from '../support/attached-stream';
import { aSession } from '../support/sessions';

describe('typing', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it('numbers its frames from 1 on, over all its connections', () => {
    const { network, stream, greet, reconnect } = attach();
    greet();
    stream.input(bytes('a'));
    stream.input(bytes('b'));
    expect(network.last.frames.map((frame) => frame[4])).toEqual([1, 2]);

    reconnect();
    stream.input(bytes('c'));
    expect(network.last.frames.map((frame) => frame[4])).toEqual([3]);
  });

  it('cuts what is too long for a frame', () => {
    const { network, stream, greet } = attach();
    greet();
    stream.input(new Uint8Array(maximumInput + 1));

    expect(network.last.frames.map((frame) => frame.length)).toEqual([maximumInput + 8, 9]);
  });

  it('is refused while nothing is attached, and sent once when it was kept', () => {
    const { network, stream, greet, reconnect } = attach();
    expect(stream.input(bytes('early'))).toBe(false);
    greet();
    expect(network.last.frames).toEqual([]);

    network.last.cut();
    expect(stream.keep(bytes('la'))).toBe(true);
    expect(stream.keep(bytes('te\r'))).toBe(true);
    network.clock.pass(10_000);
    greet(0);
    expect(inputs(network.last.frames)).toEqual([[1, 'late\r']]);
    network.last.tell({ t: 'written', id: 1 });
    reconnect(1);
    expect(network.last.frames).toEqual([]);
  });

  it('is kept only up to what a person types blindly, and can be thrown away', () => {
    const { network, stream, greet } = attach();
    expect(stream.keep(new Uint8Array(4096))).toBe(true);
    expect(stream.keep(bytes('x'))).toBe(false);
    stream.discardKept();
    greet();
    expect(network.last.frames).toEqual([]);
  });

  it('that was kept is not sent to a session that has ended', () => {
    const { network, stream, greet, reconnect } = attach();
    greet();
    stream.keep(bytes('y'));
    reconnect(0, aSession({ state: 'exited', exitCode: 0 }));
    expect(network.last.frames).toEqual([]);
    expect(stream.kept.length).toBe(1);
  });

  it('is sent again from where the runner has it, and in its order', () => {
    const { network, stream, happened, greet, reconnect } = attach();
    greet();
    for (const text of ['one', 'two', 'three']) stream.input(bytes(text));
    network.last.tell({ t: 'written', id: 1 });
    network.last.cut();
    stream.keep(bytes('four'));
    network.clock.pass(10_000);
    greet(2);

    expect(inputs(network.last.frames)).toEqual([
      [3, 'three'],
      [4, 'four'],
    ]);
    expect(happened.filter((what) => what.startsWith('unknown'))).toEqual([]);
    reconnect(4);
    expect(network.last.frames).toEqual([]);
  });

  it('that follows a part nobody knows about waits for a person', () => {
    const { network, stream, greet } = attach();
    greet();
    stream.input(bytes('rm -r '));
    network.last.cut();
    stream.keep(bytes('build\r'));
    network.clock.pass(10_000);
    greet();
    expect(network.last.frames).toEqual([]);
    stream.sendKept();
    expect(inputs(network.last.frames)).toEqual([[2, 'build\r']]);
  });

  it('says how much is unknown when the runner knows nothing of it, and sends none of it again', () => {
    const { network, stream, happened, greet, reconnect } = attach();
    greet();
    stream.input(bytes('one'));
    stream.input(bytes('three'));
    network.last.tell({ t: 'written', id: 1 });
    reconnect();

    expect(happened).toContain('unknown 5');
    expect(network.last.frames).toEqual([]);
  });

  it('says nothing when all of it was written', () => {
    const { network, stream, happened, greet, reconnect } = attach();
    greet();
    stream.input(bytes('one'));
    stream.input(bytes('two'));
    network.last.tell({ t: 'written', id: 2 });
    reconnect();

    expect(happened.filter((what) => what.startsWith('unknown'))).toEqual([]);
  });
});
