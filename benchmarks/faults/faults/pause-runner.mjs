export default {
  kind: 'pause-runner',
  what: 'SIGSTOP of the runner, SIGCONT after 0.2 to 2 s',
  parameters: (random) => ({ ms: random.between(200, 2000) }),
  strike: ({ system }, { ms }) => system.pause('runner', ms),
};
