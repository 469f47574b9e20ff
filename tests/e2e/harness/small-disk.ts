import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small disk in memory, mounted on a folder. */
export class SmallDisk {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether mounts are allowed here. */
  static allowed(): boolean {
    const folder = mkdtempSync(join(tmpdir(), 'dispatch-mount-'));
    const allowed = mount(folder, 1);
    if (allowed) spawnSync('umount', [folder]);
    rmdirSync(folder);
    return allowed;
  }

  static mount(folder: string, megabytes: number): SmallDisk {
    mkdirSync(folder, { recursive: true });
    if (!mount(folder, megabytes)) throw new Error(`No disk can be mounted on ${folder}.`);
    return new SmallDisk(folder);
  }

  /** Takes all room but so much, or gives some of it back. */
  leave(bytes: number): void {
    this.free();
    const block = Buffer.alloc(64 * 1024);
    const file = openSync(this.#filler, 'w');
    while (this.#left > bytes) writeSync(file, block);
    closeSync(file);
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  /** Lets nothing be written any more, or again. */
  setReadOnly(readOnly: boolean): void {
    const { status, stderr } = spawnSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, this.#folder], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }

  unmount(): void {
    spawnSync('umount', ['--lazy', this.#folder]);
  }

  get #left(): number {
    const { bavail, bsize } = statfsSync(this.#folder);
    return bavail * bsize;
  }

  get #filler(): string {
    return join(this.#folder, 'filler');
  }
}

function mount(folder: string, megabytes: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'small', folder]).status === 0;
}
