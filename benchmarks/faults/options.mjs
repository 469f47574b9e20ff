import { parseArgs } from 'node:util';

const usage = `usage: ./bench faults [--kills N] [--seed S] [--sessions N] [--kinds KIND,KIND…] [--resume FILE] [--inject-disk] [--quick]
  --kills     how many faults (60)              --seed    decides which and when (1): the same seed, the same schedule
  --sessions  how many, half of them shells (8) --kinds   only these
  --resume    goes on where the run that left FILE ended, and adds to its figures
  --inject-disk  full-disk without a mount: by the library that also makes fsync fail, as where mounts are not allowed
  --quick     a few sessions and faults: a test, no figures
kinds:`;

const quickKinds = [
  'server',
  'runner',
  'both',
  'cut',
  'clients',
  'kill-clients',
  'pause-clients',
  'stall',
  'throttle',
  'pause-runner',
  'wal-tail',
];

/** What was asked for; an error says what is wrong with it. */
export function optionsOf(args, faults) {
  const text = { type: 'string' };
  const { values } = parseArgs({
    args,
    options: {
      kills: text,
      seed: text,
      sessions: text,
      kinds: text,
      resume: text,
      'inject-disk': { type: 'boolean' },
      quick: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const { quick = false } = values;
  const kinds = values.kinds?.split(',') ?? (quick ? quickKinds : faults.filter(isPossible).map(({ kind }) => kind));
  const unknown = kinds.filter((kind) => !faults.some((fault) => fault.kind === kind));
  if (unknown.length > 0) throw new Error(`--kinds: there is no kind ${unknown.join(', ')}`);
  const chosen = faults.filter(({ kind }) => kinds.includes(kind));
  const impossible = chosen.find((fault) => !isPossible(fault));
  if (impossible) throw new Error(`--kinds: ${impossible.kind} is not possible for this account: ${impossible.what}`);
  return {
    kills: number('kills', values.kills ?? (quick ? 6 : 60), 1),
    seed: number('seed', values.seed ?? 1, 0),
    sessions: number('sessions', values.sessions ?? (quick ? 4 : 8), 2),
    faults: chosen,
    resume: values.resume,
    injectDisk: values['inject-disk'],
    help: values.help,
  };
}

export function usageOf(faults) {
  return [usage, ...faults.map(({ kind, what }) => `  ${kind.padEnd(14)}${what}`)].join('\n');
}

function isPossible({ possible }) {
  return possible?.() ?? true;
}

function number(name, value, least) {
  const found = Number(value);
  if (Number.isInteger(found) && found >= least && found < 2 ** 31) return found;
  throw new Error(`--${name} ${value}: a whole number from ${least} on is wanted`);
}
