export default {
  kind: 'delay',
  what: 'the network takes 20 to 400 ms each way for 1 to 3 s',
  parameters: (random) => ({ latency: random.between(20, 400), ms: random.between(1000, 3000) }),
  async strike({ proxy, sleep }, { latency, ms }) {
    proxy.delay(latency);
    await sleep(ms);
    proxy.pass();
  },
};
