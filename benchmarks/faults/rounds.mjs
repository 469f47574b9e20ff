import { Levels } from './checks/memory.mjs';
import { inspect, standing } from './inspect.mjs';
import { Onlookers } from './onlookers.mjs';
import { until } from './processes.mjs';
import { Proxy } from './proxy.mjs';
import { recovered } from './recovery.mjs';
import { stepOf } from './schedule.mjs';
import { Session } from './session.mjs';
import { System } from './system.mjs';
import { inspectWholeLog } from './whole-log.mjs';

const warmUp = 3000;

/** One fault after the other on one Dispatch under load, each followed by a look at everything. */
export async function run(options, tally, asked, sleep) {
  const start = performance.now();
  const system = await System.launch({
    ownDisk: options.faults.some(({ ownDisk }) => ownDisk),
    injectDisk: options.injectDisk,
    shim: options.faults.some(({ shim }) => shim),
  });
  const context = { system, tally, sleep, sessions: [], levels: new Levels(options.kills - tally.done) };
  const before = tally.findings.length;
  try {
    await putUnderLoad(context, options);
    await everyStep(context, options, asked);
    await inTheEnd(context);
  } catch (error) {
    tally.find(`step ${tally.done}`, [`the run ended: ${error.stack}`]);
  } finally {
    await context.onlookers?.close();
    for (const session of context.sessions) session.close();
    context.proxy?.close();
    await system.stop();
    tally.find('the stop', await system.endLeftOver());
    if (tally.findings.length === before) system.remove();
    else console.error(`faults: data folder and logs are kept in ${system.keep()}`);
    tally.seconds += (performance.now() - start) / 1000;
  }
}

async function putUnderLoad(context, { sessions, faults }) {
  context.proxy = await Proxy.open(context.system.port);
  for (let i = 0; i < sessions; i++)
    context.sessions.push(await Session.open(context.system, context.proxy, i % 2 === 0 ? 'terminal' : 'shell'));
  context.clients = context.sessions.flatMap(({ clients }) => clients);
  if (faults.some(({ onlookers }) => onlookers)) {
    const printing = context.sessions.filter(({ ledger }) => !ledger);
    context.onlookers = Onlookers.open(
      printing.map(({ id, address: { url } }) => ({ id, url })),
      printing[0].address.headers,
    );
  }
  await until(
    () => context.clients.every(({ freshAt }) => freshAt > 0),
    () => 'the first output',
    20_000,
  );
  await context.sleep(warmUp);
}

async function everyStep(context, { seed, kills, faults }, asked) {
  const { tally } = context;
  while (tally.done < kills && !asked.aborted) {
    const step = stepOf(seed, tally.done, faults);
    const fault = faults.find(({ kind }) => kind === step.kind);
    await context.sleep(step.after);
    context.wrong = [];
    const before = standing(context);
    const since = (await fault.strike(context, step.parameters)) ?? performance.now();
    const took = await recovered(context, fault, since);
    const found = await inspect(context, before, fault);
    found.wrong.push(...context.wrong);
    tally.add(step, took, found);
    tally.save();
    const how = found.wrong.length === 0 ? 'good' : found.wrong.join('; ');
    console.error(`${tally.done}/${kills} ${step.kind} ${(took / 1000).toFixed(2)} s ${how}`);
  }
}

async function inTheEnd({ system, sessions, tally }) {
  const found = await inspectWholeLog({ system, sessions });
  tally.logged += found.events;
  if (found.lost + found.doubled > 0) tally.addTo(tally.of('read back'), found);
  tally.find('the logs in the end', found.wrong);
  for (const { ledger } of sessions) {
    tally.confirmed += ledger?.confirmations ?? 0;
    tally.unknown += ledger?.unknown.size ?? 0;
  }
}
