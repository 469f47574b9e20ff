import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./onlooker.mjs', import.meta.url));

/** A process beside this one with a client of every terminal that prints. */
export class Onlookers {
  #start;
  #process;
  #asked = 0;
  #found = { lost: 0, doubled: 0, wrong: [] };

  static open(sessions, headers) {
    const onlookers = new Onlookers();
    onlookers.#start = { sessions, headers };
    onlookers.#begin();
    return onlookers;
  }

  get count() {
    return this.#start.sessions.length;
  }

  /** Whether all are live, and at which position of each session; what they found is kept. */
  async look() {
    const asked = ++this.#asked;
    this.#process.send({ asked });
    for (;;) {
      const [message] = await this.#answer();
      if (message.asked !== asked) continue;
      const { live, seqs, lost, doubled, wrong } = message;
      this.#found.lost += lost;
      this.#found.doubled += doubled;
      this.#found.wrong.push(...wrong);
      return { live, seqs };
    }
  }

  /** What was lost and doubled, and what else was wrong, since the last time. */
  take() {
    const found = this.#found;
    this.#found = { lost: 0, doubled: 0, wrong: [] };
    return found;
  }

  /** Gone at once, as a laptop whose battery is taken out; then there are others. */
  async kill() {
    // What it has noticed so far goes with it.
    await this.look();
    await this.#end();
    this.#begin();
  }

  async pause(ms) {
    process.kill(this.#process.pid, 'SIGSTOP');
    await sleep(ms);
    process.kill(this.#process.pid, 'SIGCONT');
  }

  close() {
    return this.#end();
  }

  #begin() {
    this.#process = fork(program);
    this.#process.send(this.#start);
  }

  async #answer() {
    const over = new AbortController();
    const ended = once(this.#process, 'exit', { signal: over.signal }).then(([code, signal]) => {
      throw new Error(`the onlookers ended by themselves with ${code ?? signal}`);
    });
    try {
      return await Promise.race([once(this.#process, 'message', { signal: over.signal }), ended]);
    } finally {
      over.abort();
    }
  }

  async #end() {
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }
}
