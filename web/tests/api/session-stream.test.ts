import { describe, expect, it } from 'vitest';
import { attach, colors, gap } from '../support/attached-stream';
import { outputFrame, snapshotFrame } from '../support/fake-socket';
import { aSession } from '../support/sessions';

describe('attaching', () => {
  it('tells who is there only once attached, whenever that changes, and again on another connection', () => {
    const { network, stream, greet, reconnect } = attach();
    stream.look(true);
    greet();
    stream.look(true);
    stream.look(false);
    stream.look(true);
    const looks = () => network.last.messages.filter(({ t }) => t === 'look').map((message) => message.on);
    expect(looks()).toEqual([true, false, true]);
    reconnect();
    expect(looks()).toEqual([true]);
  });

  it('says nothing of who is there to a runner that does not know of it: that would end the connection', () => {
    const { network, stream, greet } = attach();
    stream.look(true);
    greet(undefined, aSession(), ['snapshot']);
    stream.look(false);
    expect(network.last.messages.filter(({ t }) => t === 'look')).toEqual([]);
  });

  it('asks for everything at first, with the size of its pane', () => {
    const { network, greet } = attach();
    greet();

    expect(network.paths).toEqual(['/api/workspaces/default/sessions/abc/attach']);
    expect(network.last.messages).toEqual([
      {
        t: 'attach',
        client: expect.stringMatching(/^[0-9a-f]{32}$/),
        cols: 100,
        rows: 30,
        features: ['snapshot', 'presence'],
        scrollback: 1000,
        colors,
      },
    ]);
  });

  it('delivers a gap, output and events in their order', () => {
    const { network, happened, greet } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 2, 'one'));
    network.last.tell({ t: 'event', seq: 3, epoch: 7, time: 0, type: 'terminal.resized', principal: '', data: {} });
    network.last.tellBytes(outputFrame(7, 4, 4, 'two'));
    network.last.tell({ t: 'live', seq: 4 });

    expect(happened).toEqual(['attached zsh', 'gap first 80x24', 'one', 'terminal.resized', 'two', 'live']);
  });

  it('goes on after a lost connection from where it was', () => {
    const { network, greet, reconnect } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 41, 'x'));
    network.last.tell({ t: 'event', seq: 42, epoch: 7, time: 0, type: 'session.renamed', principal: '' });
    reconnect();

    expect(network.last.messages[0]).toMatchObject({ t: 'attach', from: { epoch: 7, seq: 42 } });
  });

  it('asks for what follows a gap even when nothing came after it', () => {
    const { network, greet, reconnect } = attach();
    greet();
    network.last.tell({ ...gap, reason: 'pruned', first: 900 });
    reconnect();

    expect(network.last.messages[0]).toMatchObject({ from: { epoch: 7, seq: 899 } });
  });

  it('shows nothing twice', () => {
    const { network, happened, greet } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 5, 'once'));
    network.last.tellBytes(outputFrame(7, 1, 5, 'once'));

    expect(happened.filter((what) => what === 'once')).toHaveLength(1);
  });

  it('never jumps over output silently: it starts anew from the last position', () => {
    const { network, happened, greet } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 5, 'a'));
    network.last.tellBytes(outputFrame(7, 9, 9, 'far'));
    network.clock.pass(10_000);
    greet();

    expect(happened).not.toContain('far');
    expect(network.last.messages[0]).toMatchObject({ from: { epoch: 7, seq: 5 } });
  });

  it('takes another epoch only after a gap', () => {
    const { network, happened, greet } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 5, 'old'));
    network.last.tell({ ...gap, reason: 'epoch', epoch: 8 });
    network.last.tellBytes(outputFrame(8, 1, 1, 'new'));
    network.last.tellBytes(outputFrame(9, 2, 2, 'strange'));

    expect(happened).toContain('new');
    expect(happened).not.toContain('strange');
  });
});

describe('a snapshot', () => {
  const snapshot = { t: 'snapshot', reason: 'first', epoch: 7, seq: 40, cols: 90, rows: 20, bytes: 9 };

  it('is handed over whole, and what follows goes on after it', () => {
    const { network, happened, greet } = attach();
    greet();
    network.last.tell(snapshot);
    network.last.tellBytes(snapshotFrame('half '));
    expect(happened).toEqual(['attached zsh']);
    network.last.tellBytes(snapshotFrame('more'));
    network.last.tellBytes(outputFrame(7, 41, 41, 'tail'));

    expect(happened).toEqual(['attached zsh', 'snapshot first 90x20 half more', 'tail']);
  });

  it('of nothing needs no frame', () => {
    const { network, happened, greet } = attach();
    greet();
    network.last.tell({ ...snapshot, bytes: 0 });

    expect(happened.at(-1)).toBe('snapshot first 90x20 ');
  });

  it('that was not received whole leaves the position where it was', () => {
    const { network, happened, greet, reconnect } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 5, 'old'));
    network.last.tell({ ...snapshot, reason: 'behind' });
    network.last.tellBytes(snapshotFrame('half '));
    reconnect();
    network.last.tellBytes(snapshotFrame('more'));

    expect(network.last.messages[0]).toMatchObject({ from: { epoch: 7, seq: 5 } });
    expect(happened.some((what) => what.startsWith('snapshot'))).toBe(false);
  });

  it('is acknowledged as soon as it is on the screen, however small', () => {
    const { network, taken, greet } = attach();
    greet();
    network.last.tell(snapshot);
    network.last.tellBytes(snapshotFrame('all of it'));
    expect(network.last.messages.filter((message) => message.t === 'ack')).toEqual([]);
    taken[0]?.();

    expect(network.last.messages.filter((message) => message.t === 'ack')).toEqual([{ t: 'ack', seq: 40 }]);
  });

  it('stands for what was not sent, also in the middle of a connection and across epochs', () => {
    const { network, happened, greet } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 5, 'old'));
    network.last.tell({ ...snapshot, reason: 'epoch', epoch: 8, seq: 3 });
    network.last.tellBytes(snapshotFrame('all of it'));
    network.last.tellBytes(outputFrame(8, 4, 4, 'new'));

    expect(happened.slice(-2)).toEqual(['snapshot epoch 90x20 all of it', 'new']);
  });
});

describe('acknowledging', () => {
  it('waits until enough was taken in, not only received', () => {
    const { network, taken, greet } = attach();
    greet();
    network.last.tell(gap);
    const piece = new Uint8Array(60 * 1024);
    network.last.tellBytes(outputFrame(7, 1, 1, piece));
    network.last.tellBytes(outputFrame(7, 2, 2, piece));
    expect(network.last.messages.filter((message) => message.t === 'ack')).toEqual([]);

    taken[0]?.();
    expect(network.last.messages.filter((message) => message.t === 'ack')).toEqual([]);
    taken[1]?.();
    expect(network.last.messages.filter((message) => message.t === 'ack')).toEqual([{ t: 'ack', seq: 2 }]);
  });

  it('says nothing on a new connection about what came by the old one', () => {
    const { network, taken, greet, reconnect } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 1, new Uint8Array(200 * 1024)));
    reconnect();
    taken[0]?.();

    expect(network.last.messages.map((message) => message.t)).toEqual(['attach']);
  });
});

describe('resizing', () => {
  it('is told once for each new size', () => {
    const { network, stream, greet } = attach();
    greet();
    stream.resize({ cols: 100, rows: 30 });
    stream.resize({ cols: 90, rows: 30 });
    stream.resize({ cols: 90, rows: 30 });

    expect(network.last.messages.filter((message) => message.t === 'resize')).toEqual([
      { t: 'resize', cols: 90, rows: 30 },
    ]);
  });

  it('while away is told when attaching again', () => {
    const { network, stream, greet } = attach();
    greet();
    network.last.cut();
    stream.resize({ cols: 50, rows: 20 });
    network.clock.pass(10_000);
    greet();

    expect(network.last.messages[0]).toMatchObject({ t: 'attach', cols: 50, rows: 20 });
  });

  it('that changes while the answer is on its way is told after it', () => {
    const { network, stream } = attach();
    network.last.accept();
    stream.resize({ cols: 100, rows: 33 });
    expect(network.last.messages).toHaveLength(1);
    network.last.tell({ t: 'attached', session: aSession(), client: 'c', head: 0, window: 1 << 20, features: [] });

    expect(network.last.messages.slice(1)).toEqual([{ t: 'resize', cols: 100, rows: 33 }]);
  });
});

describe('detaching', () => {
  it('keeps the position for the next time', () => {
    const { network, stream, greet } = attach();
    greet();
    network.last.tell(gap);
    network.last.tellBytes(outputFrame(7, 1, 12, 'x'));
    stream.stop();
    stream.start({ cols: 10, rows: 5 });
    greet();

    expect(network.last.messages[0]).toMatchObject({ from: { epoch: 7, seq: 12 }, cols: 10, rows: 5 });
  });
});
