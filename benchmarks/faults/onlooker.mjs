// A process of clients that only look on, one a session: it can be killed or stopped as a laptop is.
import { NumberedLines } from './checks/numbered-lines.mjs';
import { Client } from './client.mjs';

const clients = new Map();

process.on('message', (message) => {
  if (message.sessions) open(message);
  else process.send({ asked: message.asked, ...report() });
});
process.on('disconnect', () => process.exit());

function open({ sessions, headers }) {
  for (const { id, url } of sessions)
    clients.set(id, new Client({ url, headers, view: new NumberedLines(), tail: true }));
}

/** Where each is, and what was wrong since the last time. */
function report() {
  const [wrong, seqs] = [[], {}];
  let [lost, doubled, live] = [0, 0, true];
  for (const [id, { view, positions, gaps, errors, unchecked, ...client }] of clients) {
    unchecked.length = 0;
    const say = (words) => wrong.push(`the onlooker of ${id}: ${words}`);
    for (const words of positions.broken.splice(0)) say(`positions ${words}`);
    for (const { words } of gaps.splice(0)) say(`a gap: ${words}`);
    for (const words of errors.splice(0)) say(`an error: ${words}`);
    if (view.first) say(view.first);
    lost += view.lost + view.strange;
    doubled += view.doubled;
    Object.assign(view, { lost: 0, doubled: 0, strange: 0, first: undefined });
    seqs[id] = positions.seq;
    live &&= client.live;
  }
  return { live, seqs, lost, doubled, wrong };
}
