export default {
  kind: 'kill-clients',
  what: 'kill -9 of a process that has a client of every terminal; another one is started',
  onlookers: true,
  async strike({ onlookers, tally }) {
    tally.cuts += onlookers.count;
    await onlookers.kill();
  },
};
