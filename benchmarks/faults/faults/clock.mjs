import { Shim } from '../shim.mjs';

// Seconds between an event and the look at it.
const tolerance = 10;

export default {
  kind: 'clock',
  what: 'the clock is up to two days ahead or behind for 0.5 to 3 s, then right again (where there is a C compiler)',
  shim: true,
  possible: () => Shim.allowed(),
  parameters: (random) => ({ seconds: random.between(-172_800, 172_800), ms: random.between(500, 3000) }),
  async strike({ system, sessions, wrong, sleep }, { seconds, ms }) {
    system.shim.moveClock(seconds);
    try {
      await sleep(ms);
      const moved = (await system.newestEvent(sessions[0].id)) / 1000 - Date.now() / 1000;
      if (Math.abs(moved - seconds) > tolerance) wrong.push(`the clock was off by ${moved} s, not by ${seconds} s`);
    } finally {
      system.shim.moveClock(0);
    }
  },
};
