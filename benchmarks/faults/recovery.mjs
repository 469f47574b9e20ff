import { until } from './processes.mjs';

const limit = 60_000;

/** Waits until every client is attached again, has had news since then and is at the present; gives how long that took. */
export async function recovered({ system, sessions, clients, onlookers }, { breaks }, since) {
  const isBack = (client) => client.live && client.freshAt > since && (!breaks || client.livedAt > since);
  await until(
    () => clients.every(isBack),
    () => `${clients.filter((client) => !isBack(client)).length} of ${clients.length} clients to be live again`,
    limit,
  );

  let heads;
  await until(
    async () => (heads = await headsOf(system)) !== undefined,
    () => 'the list of sessions',
    limit,
  );
  await until(
    () => sessions.every(({ id, clients }) => clients.every(({ positions }) => positions.seq >= heads.get(id))),
    () => 'the clients to reach the present',
    limit,
  );
  if (onlookers) {
    // They have everything up to what the others had then.
    const isThere = ({ live, seqs }) => live && Object.entries(seqs).every(([id, seq]) => seq >= heads.get(id));
    await until(
      async () => isThere(await onlookers.look()),
      () => 'the onlookers to reach the present',
      limit,
    );
  }
  return performance.now() - since;
}

async function headsOf(system) {
  try {
    return new Map((await system.list()).map(({ id, seq }) => [id, seq]));
  } catch {
    return undefined; // asked again
  }
}
