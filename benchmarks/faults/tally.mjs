import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What was done and found so far; kept in a file when one is named, so that a run can go on where another ended. */
export class Tally {
  #file;
  seed;
  sessions;
  done = 0;
  cuts = 0;
  told = 0;
  seconds = 0;
  confirmed = 0;
  unknown = 0;
  logged = 0;
  memory = {};
  kinds = {};
  findings = [];

  static open(file, { seed, sessions, faults }) {
    const tally = new Tally();
    tally.#file = file;
    tally.seed = seed;
    tally.sessions = sessions;
    tally.scope = faults.map(({ kind }) => kind).join();
    if (file && existsSync(file)) tally.#goOn(JSON.parse(readFileSync(file, 'utf8')));
    return tally;
  }

  add({ kind, step }, recovery, found) {
    const of = this.of(kind);
    of.times++;
    of.recoveries.push(Math.round(recovery));
    this.addTo(of, found);
    this.told += found.told;
    this.find(`step ${step} (${kind})`, found.wrong);
    for (const [name, bytes] of Object.entries(found.memory))
      this.memory[name] = Math.max(this.memory[name] ?? 0, bytes);
    this.done = step + 1;
  }

  addTo(of, { seen = 0, kept = 0, lost, doubled }) {
    of.seen += seen;
    of.kept += kept;
    of.lost += lost;
    of.doubled += doubled;
  }

  of(kind) {
    return (this.kinds[kind] ??= { times: 0, seen: 0, kept: 0, lost: 0, doubled: 0, recoveries: [] });
  }

  find(where, wrong) {
    for (const words of wrong) this.findings.push(`seed ${this.seed}, ${where}: ${words}`);
  }

  save() {
    if (!this.#file) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this, null, 2));
    renameSync(`${this.#file}.new`, this.#file);
  }

  #goOn(before) {
    for (const name of ['seed', 'sessions', 'scope']) {
      if (before[name] !== this[name])
        throw new Error(`${this.#file} is of a run with ${name} ${before[name]}, not ${this[name]}: name another file`);
    }
    Object.assign(this, before);
  }
}
