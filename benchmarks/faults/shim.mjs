import { spawnSync } from 'node:child_process';
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, 'shim.c');
const syncFails = 0;
const clockSeconds = 8;
const diskFull = 16;

/** A library between the programs and the C library, told by a file that all of them have mapped. It is built where it is used. */
export class Shim {
  #library;
  #path;
  #control;
  #data;

  /** `data`: the folder whose disk it can fill. */
  static build(folder, data) {
    const shim = new Shim();
    shim.#data = data;
    shim.#library = join(folder, 'shim.so');
    const { status, stderr } = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', shim.#library, source, '-ldl']);
    if (status !== 0) throw new Error(`shim.c did not build: ${stderr}`);
    shim.#path = join(folder, 'control');
    shim.#control = openSync(shim.#path, 'w');
    shim.#write(syncFails, 0);
    shim.#write(clockSeconds, 0);
    shim.#write(diskFull, 0);
    return shim;
  }

  static allowed() {
    return process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;
  }

  get environment() {
    return { LD_PRELOAD: this.#library, FAULTS_CONTROL: this.#path, FAULTS_FOLDER: this.#data };
  }

  failSync(fails) {
    this.#write(syncFails, fails ? 1 : 0);
  }

  moveClock(seconds) {
    this.#write(clockSeconds, seconds);
  }

  /** No file of the data folder can grow, and nothing is told to be left. */
  fill() {
    this.#write(diskFull, 1);
  }

  free() {
    this.#write(diskFull, 0);
  }

  #write(at, value) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    writeSync(this.#control, bytes, 0, 8, at);
  }
}
