// Which end-to-end tests a check runs by itself: all of them take half an hour on two processors.
import { createHash } from 'node:crypto';

/** Of the tests that tell no main story, one in so many is run. */
export const oneIn = 8;

const core = 'core';

/** Each test of what `playwright test --list --reporter=json` printed: its line for a test list, and whether every check runs it. */
export function listed(report) {
  const inSuite = (suite, titles) => [
    ...(suite.specs ?? []).map(({ title, tags }) => ({
      line: [suite.file, ...titles, title].join(' › '),
      always: tags.includes(core),
    })),
    ...(suite.suites ?? []).flatMap((inner) => inSuite(inner, [...titles, inner.title])),
  ];
  return report.suites.flatMap((suite) => inSuite(suite, []));
}

/** Those that every check runs, and a share of the others that the seed picks: another commit, another share. */
export function sampled(tests, seed) {
  return tests.filter(({ line, always }) => always || number(`${seed} ${line}`) % oneIn === 0);
}

function number(text) {
  return createHash('sha256').update(text).digest().readUInt32LE();
}
