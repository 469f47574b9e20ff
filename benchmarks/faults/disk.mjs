import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const size = '512m';
const blocks = [1024 * 1024, 4096, 1];

/** A small disk of its own in memory, mounted on a new folder. Gives nothing where mounts are not allowed. */
export class Disk {
  #folder;

  static mount(folder) {
    mkdirSync(folder, { recursive: true });
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'faults', folder]);
    if (status !== 0) return undefined;
    const disk = new Disk();
    disk.#folder = folder;
    return disk;
  }

  static allowed() {
    const folder = mkdtempSync(join(tmpdir(), 'faults-disk-'));
    const disk = Disk.mount(folder);
    disk?.unmount();
    rmSync(folder, { recursive: true });
    return disk !== undefined;
  }

  get #filler() {
    return join(this.#folder, 'filler');
  }

  /** Leaves not a byte. */
  fill() {
    const file = openSync(this.#filler, 'w');
    try {
      for (const block of blocks) writeUntilFull(file, Buffer.alloc(block));
    } finally {
      closeSync(file);
    }
  }

  free() {
    rmSync(this.#filler, { force: true });
  }

  unmount() {
    spawnSync('umount', [this.#folder]);
  }
}

function writeUntilFull(file, block) {
  try {
    while (writeSync(file, block) > 0);
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  }
}
