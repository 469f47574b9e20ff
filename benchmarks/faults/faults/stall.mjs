export default {
  kind: 'stall',
  what: 'the network carries nothing for 0.3 to 2.5 s',
  parameters: (random) => ({ ms: random.between(300, 2500) }),
  async strike({ proxy, sleep }, { ms }) {
    proxy.stall();
    await sleep(ms);
    proxy.pass();
  },
};
