import { Shim } from '../shim.mjs';

export default {
  kind: 'clock',
  what: 'the clock is up to two days ahead or behind for 0.5 to 3 s, then right again (where there is a C compiler)',
  shim: true,
  possible: () => Shim.allowed(),
  parameters: (random) => ({ seconds: random.between(-172_800, 172_800), ms: random.between(500, 3000) }),
  async strike({ system, sleep }, { seconds, ms }) {
    system.shim.moveClock(seconds);
    await sleep(ms);
    system.shim.moveClock(0);
  },
};
