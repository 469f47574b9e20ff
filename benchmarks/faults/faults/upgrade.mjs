export default {
  kind: 'upgrade',
  what: '`dispatch upgrade` to the same programs in another folder',
  breaks: true,
  async strike({ system }) {
    const since = performance.now();
    await system.upgrade();
    return since;
  },
};
