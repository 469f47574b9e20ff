import { WebSocket } from 'ws';

/** A client that knows snapshots, and stops when it has one and nothing is missing. */
export const AttachedScreen = {
  /** Milliseconds from asking until the screen is there. */
  async time(system, id) {
    const url = `ws://127.0.0.1:${system.port}/api/workspaces/default/sessions/${id}/attach`;
    const socket = new WebSocket(url, 'dispatch.v1', {
      headers: { authorization: `Bearer ${system.key}` },
      perMessageDeflate: false,
    });
    await new Promise((open, fail) => socket.once('open', open).once('error', fail));
    const start = performance.now();
    socket.send('{"t":"attach","features":["snapshot"],"cols":80,"rows":24}');
    const [took, snapshots] = await new Promise((done) => {
      let seen = 0;
      socket.on('message', (data, binary) => {
        if (binary) return;
        const { t } = JSON.parse(data);
        if (t === 'snapshot') seen++;
        if (t === 'live') done([performance.now() - start, seen]);
      });
    });
    socket.terminate();
    if (snapshots !== 1) throw new Error(`${snapshots} snapshots came with the session ${id}, not one`);
    return took;
  },
};
