export default {
  kind: 'server',
  what: 'kill -9 of the server, then `dispatch start`',
  breaks: true,
  async strike({ system }) {
    const since = performance.now();
    await system.crash('server');
    await system.start();
    return since;
  },
};
