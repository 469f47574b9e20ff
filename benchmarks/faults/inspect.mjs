import { identity, until } from './processes.mjs';

const patience = 240_000;
const look = 2000;

const settleTime = 20_000;

/** Everything that must hold after a fault: gives what doesn't, in words, with how much was lost and doubled. */
export async function inspect(context, before, fault) {
  const { system, sessions, levels, sleep } = context;
  const found = { seen: 0, kept: 0, told: 0, lost: 0, doubled: 0, wrong: [] };
  const missing = await missingCommands(sessions);
  const listed = new Map((await system.list()).map((item) => [item.id, item]));
  for (const session of sessions) {
    const say = (words) => found.wrong.push(`${session.ledger ? 'shell' : 'terminal'} ${session.id}: ${words}`);
    inspectProcess(session, listed.get(session.id), say);
    await inspectLog(system, session, found, say);
    inspectCommands(missing.get(session), found, say);
    for (const client of session.clients) inspectClient(client, fault, found, say);
  }

  inspectOnlookers(context.onlookers?.take(), fault, found);
  inspectUnknown(before, standing(context), found);
  await inspectMemory(system, levels, sleep, found);
  return found;
}

/** What the fault finds: which runner there is, and how many commands are unknown. */
export function standing({ system, sessions }) {
  return {
    runner: system.pid('runner'),
    unknown: sessions.reduce((sum, { ledger }) => sum + (ledger?.unknown.size ?? 0), 0),
  };
}

// Only a runner's death may leave a sender in the dark.
function inspectUnknown(before, now, found) {
  const more = now.unknown - before.unknown;
  if (more > 0 && now.runner === before.runner)
    found.wrong.push(`${more} commands are unknown though the runner lived`);
}

/** Waits until each shell ran what was confirmed so far; gives the commands that it did not run. */
export async function missingCommands(sessions) {
  const due = sessions.map((session) => session.commandsDue());
  await until(
    () => due.every((missing) => missing().length === 0),
    () => 'confirmed commands',
    settleTime,
  ).catch(() => undefined); // those are the answer
  return new Map(sessions.map((session, i) => [session, due[i]()]));
}

function inspectProcess(session, item, say) {
  if (item?.state !== 'running' || item.pid !== session.pid)
    say(`is ${item?.state} with process ${item?.pid}, was running with ${session.pid}`);
  else if (!identity(session.pid)) say(`its process ${session.pid} is gone`);
}

async function inspectLog(system, session, found, say) {
  const { seen, kept, wrong } = await session.compareWithLog(system);
  found.seen += seen;
  found.kept += kept;
  found.lost += seen - kept;
  wrong.forEach(say);
}

function inspectCommands(missing, found, say) {
  if (missing.length > 0) say(`confirmed commands did not run: ${missing.join(', ')}`);
  found.lost += missing.length;
}

function inspectClient({ view, positions, gaps, errors }, { tells }, found, say) {
  const broken = positions.broken.splice(0);
  for (const words of broken) say(`positions ${words}`);
  for (const { reason, words } of gaps.splice(0)) {
    if (tells && reason === 'epoch') found.told++;
    else say(`a gap: ${words}`);
  }
  for (const words of errors.splice(0)) say(`an error: ${words}`);

  const { lost = 0, doubled, strange = 0, disordered = 0, first } = view;
  if (lost + doubled + strange + disordered > 0) say(first);
  found.lost += lost + strange;
  found.doubled += doubled + disordered;
  for (const counter of ['lost', 'doubled', 'strange', 'disordered']) if (view[counter]) view[counter] = 0;
  view.first = undefined;
}

function inspectOnlookers(theirs, { tells }, found) {
  if (!theirs) return;
  found.lost += theirs.lost;
  found.doubled += theirs.doubled;
  // They are told of another epoch as everyone is.
  found.wrong.push(...theirs.wrong.filter((words) => !(tells && words.includes('a gap: epoch'))));
}

/** What is borrowed for a while (sealing does) has to be given back, under the same load; how long that takes is .NET's choice. */
async function inspectMemory(system, levels, sleep, found) {
  found.memory = system.memory();
  let above = levels.take(found.memory);
  for (let waited = 0; above.length > 0 && waited < patience; waited += look) {
    await sleep(look);
    above = levels.above(system.memory());
  }
  for (const { name, is, was } of above)
    found.wrong.push(`the ${name} has ${mib(is)} MiB, had at most ${mib(was)} MiB in the beginning`);
}

function mib(bytes) {
  return Math.round(bytes / 1024 / 1024);
}
