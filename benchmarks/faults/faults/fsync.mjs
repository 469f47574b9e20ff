import { Shim } from '../shim.mjs';

export default {
  kind: 'fsync',
  what: 'fsync fails for 0.5 to 3 s, and nothing may be acknowledged as durable (where there is a C compiler)',
  shim: true,
  possible: () => Shim.allowed(),
  parameters: (random) => ({ ms: random.between(500, 3000) }),
  async strike({ system, sessions, wrong, sleep }, { ms }) {
    system.shim.failSync(true);
    if (await system.rename(sessions[0].id, 'not durable')) wrong.push('a change was acknowledged though fsync failed');
    await sleep(ms);
    system.shim.failSync(false);
  },
};
