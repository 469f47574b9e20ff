// Whether what was measured is as good as what was committed.

/**
 * Each committed ratio has its `value`, which of `higher` and `lower` is `better`, and the `tolerance`: the share by which it may be worse,
 * since two runs of the same program differ too. Beyond an `aim` it is worse whatever was committed. What was measured and isn't committed is worse as well: nobody would notice it else.
 */
export function judge(measured, committed) {
  const names = new Set([...Object.keys(committed), ...Object.keys(measured)]);
  return [...names].map((name) => {
    const value = measured[name];
    const { value: before, better, tolerance, aim } = committed[name] ?? {};
    if (value === undefined || before === undefined) return { name, value, before, worse: true };
    const bound =
      better === 'higher'
        ? Math.max(before * (1 - tolerance), aim ?? -Infinity)
        : Math.min(before * (1 + tolerance), aim ?? Infinity);
    return { name, value, before, bound, worse: better === 'higher' ? value < bound : value > bound };
  });
}

/** What is to be committed: the new values, with the tolerances and aims that were there. */
export function recorded(measured, committed) {
  const entries = Object.entries(measured).map(([name, value]) => {
    const { better = 'lower', tolerance = 0.25, aim } = committed[name] ?? {};
    return [name, { value: Number(value.toPrecision(3)), better, tolerance, ...(aim !== undefined && { aim }) }];
  });
  return Object.fromEntries(entries);
}

export function gateTable(found) {
  const figure = (value) => (value === undefined ? 'absent' : value.toPrecision(3));
  const rows = found.map(
    ({ name, value, before, bound, worse }) =>
      `| ${name} | ${figure(value)} | ${figure(before)} | ${bound === undefined ? '' : figure(bound)} | ${worse ? '**worse**' : 'good'} |`,
  );
  return ['| | measured | committed | bound | |', '|---|---:|---:|---:|---|', ...rows].join('\n');
}
