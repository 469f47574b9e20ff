import { SessionStream } from '$api/session-stream';
import { FakeNetwork } from './fake-socket';
import { aSession } from './sessions';

export const colors = { foreground: '#eeeeee', background: '#101010', cursor: '#eeeeee' };

/** A stream on a network of the test, what it told, and how the runner greets it. */
export function attach() {
  const network = new FakeNetwork();
  const happened: string[] = [];
  const taken: (() => void)[] = [];
  const stream = new SessionStream({ workspace: 'default', id: 'abc' }, network.options, {
    state: () => undefined,
    refused: () => happened.push('refused'),
    attached: (session) => happened.push(`attached ${session.name}`),
    gap: (gap) => happened.push(`gap ${gap.reason} ${gap.cols}x${gap.rows}`),
    snapshot: (snapshot, bytes, done) => {
      happened.push(`snapshot ${snapshot.reason} ${snapshot.cols}x${snapshot.rows} ${new TextDecoder().decode(bytes)}`);
      taken.push(done);
    },
    output: (bytes, done) => {
      happened.push(new TextDecoder().decode(bytes));
      taken.push(done);
    },
    event: (event) => happened.push(event.type),
    live: () => happened.push('live'),
    waiting: (until) => happened.push(`waiting ${until}`),
    keptChanged: () => undefined,
    unknownInput: (bytes) => happened.push(`unknown ${bytes}`),
    fault: (fault) => happened.push(`fault ${fault.code}`),
  });
  stream.start({ cols: 100, rows: 30 }, colors);

  /** `received`: the last input of this page that the runner has; a runner that knows nothing of it says none. */
  const greet = (received?: number, session = aSession(), features = ['snapshot', 'presence']) => {
    network.last.accept();
    network.last.tell({ t: 'attached', session, client: 'c', head: 0, window: 1 << 20, features, received });
  };
  const reconnect = (received?: number, session = aSession()) => {
    network.last.cut();
    network.clock.pass(10_000);
    greet(received, session);
  };
  return { network, stream, happened, taken, greet, reconnect };
}

export const gap = { t: 'gap', reason: 'first', epoch: 7, first: 1, cols: 80, rows: 24 };

/** Input frames as their ids and texts. */
export function inputs(frames: Uint8Array[]): [number, string][] {
  return frames.map((frame) => [
    new DataView(frame.buffer, frame.byteOffset).getUint32(4, true),
    new TextDecoder().decode(frame.subarray(8)),
  ]);
}
