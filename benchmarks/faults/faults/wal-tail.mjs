import { cutWal } from '../wal.mjs';

export default {
  kind: 'wal-tail',
  what: "kill -9 of both; the log's last 1 to 40 pages are gone, as after a power cut; then `dispatch start`",
  breaks: true,
  // What was seen may be gone, if each client is told that the epoch is another.
  tells: true,
  parameters: (random) => ({ pages: random.between(1, 40) }),
  async strike({ system }, { pages }) {
    const since = performance.now();
    await system.crash('server', 'runner');
    cutWal(system.log, pages);
    await system.start();
    return since;
  },
};
