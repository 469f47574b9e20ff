export default {
  kind: 'cut',
  what: "the network resets every client's connection, up to five times",
  breaks: true,
  parameters: (random) => ({ pauses: Array.from({ length: random.between(1, 5) }, () => random.between(0, 400)) }),
  async strike({ proxy, tally, sleep }, { pauses }) {
    let since = performance.now();
    for (const pause of pauses) {
      await sleep(pause);
      since = performance.now();
      tally.cuts += proxy.cut();
    }
    return since;
  },
};
