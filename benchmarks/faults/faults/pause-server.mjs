export default {
  kind: 'pause-server',
  what: 'SIGSTOP of the server, SIGCONT after 0.2 to 2 s',
  parameters: (random) => ({ ms: random.between(200, 2000) }),
  strike: ({ system }, { ms }) => system.pause('server', ms),
};
