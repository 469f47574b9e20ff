export default {
  kind: 'pause-clients',
  what: 'SIGSTOP of a process that has a client of every terminal, SIGCONT after 0.2 to 2 s',
  onlookers: true,
  parameters: (random) => ({ ms: random.between(200, 2000) }),
  strike: ({ onlookers }, { ms }) => onlookers.pause(ms),
};
