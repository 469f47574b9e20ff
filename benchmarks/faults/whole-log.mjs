import { missing } from './checks/commands.mjs';
import { missingCommands } from './inspect.mjs';

/** Reads each session's whole log back: positions without a hole, lines and commands as the clients must have seen them. */
export async function inspectWholeLog({ system, sessions }) {
  const found = { events: 0, lost: 0, doubled: 0, wrong: [] };
  for (const session of sessions) session.rest();
  await missingCommands(sessions); // what is not there then is found below

  for (const session of sessions) {
    const say = (words) => found.wrong.push(`the log of ${session.id}: ${words}`);
    const events = await system.events(session.id, 0, Number.MAX_SAFE_INTEGER);
    const view = session.newView();
    events.forEach(({ seq, epoch, type, data }, i) => {
      if (seq !== i + 1) say(`position ${seq} where ${i + 1} is due`);
      // A cut was told by another epoch.
      if (i > 0 && epoch !== events[i - 1].epoch) view.hole();
      if (type === 'terminal.output') view.take(data);
    });

    const lost = session.ledger ? missing([...session.ledger.confirmed], view) : [];
    const foreign = session.ledger?.foreign(view) ?? [];
    if (lost.length > 0) say(`confirmed commands are not in it: ${lost.join(', ')}`);
    if (foreign.length > 0) say(`commands in it that nobody sent: ${foreign.join(', ')}`);
    if (view.first) say(view.first);
    found.events += events.length;
    found.lost += lost.length + (view.lost ?? 0) + (view.strange ?? 0);
    found.doubled += foreign.length + view.doubled + (view.disordered ?? 0);
  }

  return found;
}
