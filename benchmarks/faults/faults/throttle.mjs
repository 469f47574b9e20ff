export default {
  kind: 'throttle',
  what: 'the network carries 0.5 to 4 kB a second for 1 to 3 s',
  parameters: (random) => ({ bytesPerSecond: random.between(500, 4000), ms: random.between(1000, 3000) }),
  async strike({ proxy, sleep }, { bytesPerSecond, ms }) {
    proxy.throttle(bytesPerSecond);
    await sleep(ms);
    proxy.pass();
  },
};
