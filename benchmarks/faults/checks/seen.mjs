/**
 * Compares what a client saw with what the log has. Both are lists of { first, last, type, data } in order, where an
 * output frame of a client may hold several events of the log.
 */
export function compare(seen, log) {
  const bySeq = new Map(log.map((event) => [event.seq, event]));
  const result = { seen: 0, kept: 0, wrong: [] };
  for (const frame of seen) {
    const events = [];
    for (let seq = frame.first; seq <= frame.last; seq++) events.push(bySeq.get(seq));
    result.seen += events.length;

    const missing = events.filter((event) => event === undefined).length;
    if (missing > 0) result.wrong.push(`${missing} of the events ${frame.first} to ${frame.last} are not in the log`);
    else if (!same(frame, events))
      result.wrong.push(`the events ${frame.first} to ${frame.last} are others in the log`);
    else result.kept += events.length;
  }
  return result;
}

function same(frame, events) {
  if (events.some(({ type }) => type !== frame.type)) return false;
  if (frame.type !== 'terminal.output') return true;
  return Buffer.concat(events.map(({ data }) => data)).equals(frame.data);
}
