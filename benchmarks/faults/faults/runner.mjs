export default {
  kind: 'runner',
  what: 'kill -9 of the runner; the server starts another',
  breaks: true,
  async strike({ system }) {
    const since = performance.now();
    await system.crash('runner');
    return since;
  },
};
