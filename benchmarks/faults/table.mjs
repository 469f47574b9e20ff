/** The figures of a run, as Markdown. */
export function tableOf(tally) {
  const rows = Object.entries(tally.kinds).map(([kind, of]) => row(kind, of, tally.sessions));
  const all = total(Object.values(tally.kinds));
  return [
    '| fault | times | sessions | events seen | lost | doubled | live again p50 | p99 |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...rows,
    row('**all**', all, tally.sessions),
    '',
    `Persistence: ${persistence(all)} (${all.kept} of ${all.seen} events that a client saw are in the log as it saw them).`,
    `Commands: ${tally.confirmed} confirmed, ${tally.unknown} unknown to their sender. Connections cut: ${tally.cuts}. Clients told of another epoch: ${tally.told}.`,
    `Logs read back: ${tally.logged} events. Most memory: ${memory(tally.memory)}. ${Math.round(tally.seconds)} s, seed ${tally.seed}.`,
  ].join('\n');
}

/** The value that this share of all is not above. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

export function total(kinds) {
  const sum = (name) => kinds.reduce((all, of) => all + of[name], 0);
  const names = ['times', 'seen', 'kept', 'lost', 'doubled'];
  return {
    ...Object.fromEntries(names.map((name) => [name, sum(name)])),
    recoveries: kinds.flatMap(({ recoveries }) => recoveries),
  };
}

/** Cut, not rounded: one lost event in a million must not read as none. */
export function persistence({ seen, kept }) {
  return seen === 0 ? 'nothing seen' : `${Math.floor((kept / seen) * 1e8) / 1e6} %`;
}

function row(kind, { times, seen, lost, doubled, recoveries }, sessions) {
  const [p50, p99] = [0.5, 0.99].map((share) => seconds(percentile(recoveries, share)));
  return `| ${[kind, times, sessions, seen, lost, doubled, p50, p99].join(' | ')} |`;
}

function seconds(ms) {
  return ms === undefined ? '' : `${(ms / 1000).toFixed(2)} s`;
}

function memory(bytes) {
  return Object.entries(bytes)
    .map(([name, most]) => `${name} ${Math.round(most / 1024 / 1024)} MiB`)
    .join(', ');
}
