export default {
  kind: 'both',
  what: 'kill -9 of server and runner at once, then `dispatch start`',
  breaks: true,
  async strike({ system }) {
    const since = performance.now();
    await system.crash('server', 'runner');
    await system.start();
    return since;
  },
};
