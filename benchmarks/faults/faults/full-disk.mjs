import { Disk } from '../disk.mjs';
import { until } from '../processes.mjs';
import { Shim } from '../shim.mjs';

const noticedWithin = 10_000;

export default {
  kind: 'full-disk',
  what: 'not a byte is left on the disk of the data folder for 0.5 to 3 s (a tmpfs, or where none can be mounted a C compiler)',
  ownDisk: true,
  possible: () => Disk.allowed() || Shim.allowed(),
  parameters: (random) => ({ ms: random.between(500, 3000) }),
  async strike({ system, wrong, sleep }, { ms }) {
    system.disk.fill();
    const noticed = until(
      async () => !(await system.ready()),
      () => 'a word of the full disk',
      noticedWithin,
    );
    await noticed.catch((error) => wrong.push(error.message));
    await sleep(ms);
    system.disk.free();
  },
};
