import { Connection, type ConnectionState } from '$api/connection';
import { describe, expect, it } from 'vitest';
import { FakeNetwork } from '../support/fake-socket';

function connect() {
  const network = new FakeNetwork();
  const states: ConnectionState[] = [];
  const happened: string[] = [];
  const latencies: number[] = [];
  const connection = new Connection(
    { ...network.options, path: '/there' },
    {
      state: (state) => states.push(state),
      opened: () => happened.push('opened'),
      lost: () => happened.push('lost'),
      refused: () => happened.push('refused'),
      text: (message) => happened.push(message.t),
      binary: () => happened.push('bytes'),
      latency: (milliseconds) => latencies.push(milliseconds),
    },
  );
  connection.start();
  return { network, connection, states, happened, latencies };
}

describe('a connection', () => {
  it('opens where it was told to, once', () => {
    const { network, connection, states } = connect();
    connection.start();
    network.last.accept();

    expect(network.paths).toEqual(['/there']);
    expect(states).toEqual(['connecting', 'open']);
  });

  it('comes back after growing waits, never longer than ten seconds', () => {
    const { network } = connect();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const before = network.sockets.length;
      const from = network.clock.now();
      network.last.cut();
      while (network.sockets.length === before) network.clock.pass(50);
      waits.push(network.clock.now() - from);
    }

    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it('waits a random part of that, so that not all come back at once', () => {
    const { network } = connect();
    network.clock.chance = 0.5;
    network.last.cut();

    network.clock.pass(124);
    expect(network.sockets).toHaveLength(1);
    network.clock.pass(1);
    expect(network.sockets).toHaveLength(2);
  });

  it('comes back at once when the device wakes', () => {
    const { network } = connect();
    network.last.cut();
    network.wake();

    expect(network.sockets).toHaveLength(2);
  });

  it('starts from the shortest wait again after it held for a while', () => {
    const { network } = connect();
    for (let attempt = 0; attempt < 5; attempt++) {
      network.last.cut();
      network.clock.pass(10_000);
    }
    network.last.accept();
    network.last.tell({ t: 'pong', id: network.last.pings[0]?.id });
    network.clock.pass(6000);
    const before = network.sockets.length;
    network.last.cut();
    network.clock.pass(250);

    expect(network.sockets).toHaveLength(before + 1);
  });

  it('measures the way there and back', () => {
    const { network, latencies } = connect();
    network.last.accept();
    network.clock.pass(14);
    network.last.tell({ t: 'pong', id: network.last.pings[0]?.id });

    expect(latencies).toEqual([14]);
  });

  it('gives up a connection that answers no ping within ten seconds', () => {
    const { network, happened, states } = connect();
    network.last.accept();
    const first = network.last;
    network.clock.pass(10_000);

    expect(first.closed).toBe(true);
    expect(happened).toEqual(['opened', 'lost']);
    expect(states.at(-1)).toBe('waiting');
  });

  it('gives it up after three when the device has just woken or changed its network', () => {
    const { network, happened } = connect();
    network.last.accept();
    network.last.tell({ t: 'pong', id: network.last.pings[0]?.id });
    network.wake();
    network.clock.pass(3_000);

    expect(happened).toEqual(['opened', 'lost']);
  });

  it('gives up a handshake that hangs', () => {
    const { network, happened } = connect();
    network.clock.pass(10_000);

    expect(network.sockets[0]?.closed).toBe(true);
    expect(happened).toEqual(['refused']);
  });

  it('says whether it was lost or never opened', () => {
    const { network, happened } = connect();
    network.last.cut();
    network.wake();
    network.last.accept();
    network.last.cut();

    expect(happened).toEqual(['refused', 'opened', 'lost']);
  });

  it('stays away once stopped', () => {
    const { network, connection, states } = connect();
    network.last.accept();
    connection.stop();
    network.clock.pass(60_000);
    network.wake();

    expect(network.sockets).toHaveLength(1);
    expect(network.last.closed).toBe(true);
    expect(states.at(-1)).toBe('closed');
  });

  it('sends nothing while nobody is there', () => {
    const { connection } = connect();

    expect(connection.send({ t: 'ack' })).toBe(false);
  });

  it('passes over what is not a message', () => {
    const { network, happened } = connect();
    network.last.accept();
    network.last.onmessage?.(new MessageEvent('message', { data: '{' }));
    network.last.onmessage?.(new MessageEvent('message', { data: '7' }));
    network.last.tell({ t: 'something-new' });

    expect(happened).toEqual(['opened', 'something-new']);
  });
});
