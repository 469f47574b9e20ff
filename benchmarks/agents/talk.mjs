import { resolve } from 'node:path';
import { WebSocket } from 'ws';

/** Bytes after which a client says how far it is, as a page does: else it is sent no more. */
const acknowledgeEvery = 64 * 1024;
const scripted = [process.execPath, resolve('tests/scripted-agent/agent.mjs')];

/** A session of the scripted agent, attached: ready to be prompted. */
export async function anAgent(system, name) {
  const { id } = await system.create({ kind: 'agent', command: scripted, name, sandbox: 'none' });
  const url = `ws://127.0.0.1:${system.port}/api/workspaces/default/sessions/${id}/attach`;
  const socket = new WebSocket(url, 'dispatch.v1', {
    headers: { authorization: `Bearer ${system.key}` },
    perMessageDeflate: false,
  });
  const waiting = [];
  let unacknowledged = 0;
  socket.on('message', (data, binary) => {
    if (binary) return;
    const message = JSON.parse(data);
    unacknowledged += data.length;
    if (message.t === 'event' && unacknowledged >= acknowledgeEvery) {
      unacknowledged = 0;
      socket.send(JSON.stringify({ t: 'ack', seq: message.seq }));
    }

    for (const one of waiting.slice()) {
      if (!one.matches(message)) continue;
      waiting.splice(waiting.indexOf(one), 1);
      one.done(message);
    }
  });
  const until = (matches) => new Promise((done) => waiting.push({ matches, done }));
  await new Promise((done, fail) => socket.on('open', done).on('error', fail));
  const ready = until(({ type }) => type === 'agent.ready');
  socket.send('{"t":"attach"}');
  await ready;
  let command = 0;
  return {
    id,
    until,
    /** Until the turn has ended. */
    async prompt(text) {
      const ended = until(({ type }) => type === 'agent.turn-ended');
      socket.send(JSON.stringify({ t: 'command', id: `b${++command}`, name: 'prompt', data: { text } }));
      await ended;
    },
    leave: () => socket.terminate(),
  };
}
