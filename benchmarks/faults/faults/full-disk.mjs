import { Disk } from '../disk.mjs';

export default {
  kind: 'full-disk',
  what: 'not a byte is left on the disk of the data folder for 0.5 to 3 s (where a tmpfs can be mounted)',
  ownDisk: true,
  possible: () => Disk.allowed(),
  parameters: (random) => ({ ms: random.between(500, 3000) }),
  async strike({ system, sleep }, { ms }) {
    system.disk.fill();
    await sleep(ms);
    system.disk.free();
  },
};
