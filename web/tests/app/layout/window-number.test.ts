import { describe, expect, it } from 'vitest';
import { claimWindow } from '../../../src/app/layout/window-number';
import { memoryStore } from '../../support/memory-store';

/** The locks of one browser; a page that goes lets go of its own. */
class Locks {
  readonly held = new Map<string, () => void>();
  readonly holders = new Map<string, string>();
  #pages = 0;

  request(name: string, options: LockOptions, callback: (lock: Lock | null) => unknown): Promise<unknown> {
    const free = () => {
      this.held.set(name, () => undefined);
      this.holders.set(name, `page ${++this.#pages}`);
      return Promise.resolve(callback({ name, mode: 'exclusive' }));
    };
    if (!this.held.has(name)) return free();
    if (options.ifAvailable) return Promise.resolve(callback(null));
    return new Promise((resolve, reject) => {
      this.held.set(name, () => resolve(free()));
      options.signal?.addEventListener('abort', () => reject(new Error('given up')));
    });
  }

  query(): Promise<LockManagerSnapshot> {
    const held = [...this.held.keys()].map((name) => ({ name, clientId: this.holders.get(name) }));
    return Promise.resolve({ held });
  }

  release(number: number): void {
    const next = this.held.get(`dispatch.window.${number}`);
    this.held.delete(`dispatch.window.${number}`);
    next?.();
  }

  get manager(): LockManager {
    return this as unknown as LockManager;
  }
}

/** A page of the window with this memory: its number, and what it does when it goes. */
async function page(locks: Locks, session = memoryStore()) {
  let leave: () => void = () => undefined;
  const number = await claimWindow(locks.manager, session, (left) => (leave = left));
  return { number, leave };
}

describe('a window', () => {
  it('has a number that no other open one has, the lowest that is free', async () => {
    const locks = new Locks();
    const numbers = [await page(locks), await page(locks), await page(locks)].map(({ number }) => number);
    expect(numbers).toEqual([1, 2, 3]);
    locks.release(2);
    expect((await page(locks)).number).toBe(2);
  });

  it('has the same number after a reload, though the page before lets go late', async () => {
    const locks = new Locks();
    await page(locks);
    const session = memoryStore();
    const { number, leave } = await page(locks, session);
    expect(number).toBe(2);
    await Promise.resolve();
    leave();
    const again = page(locks, session);
    await new Promise((done) => setTimeout(done, 5));
    locks.release(2);
    expect((await again).number).toBe(2);
  });

  it('has another number at once when it comes back and another window took its own', async () => {
    const locks = new Locks();
    const session = memoryStore();
    const { leave } = await page(locks, session);
    await Promise.resolve();
    leave();
    locks.release(1);
    await page(locks);
    expect((await page(locks, session)).number).toBe(2);
  });

  it('has the same number after the browser has crashed', async () => {
    const locks = new Locks();
    const session = memoryStore();
    await page(locks);
    await page(locks, session);
    locks.release(1);
    locks.release(2);
    expect((await page(locks, session)).number).toBe(2);
  });

  it('has another number at once when it was made by duplicating one', async () => {
    const locks = new Locks();
    const session = memoryStore();
    await page(locks, session);
    expect((await page(locks, session)).number).toBe(2);
  });

  it('is the first, or the one it was, where there are no locks', async () => {
    const claim = (kept?: unknown) => claimWindow(undefined, memoryStore({ window: kept }), () => undefined);
    expect(await claim()).toBe(1);
    expect(await claim({ number: 3 })).toBe(3);
    expect(await claim({ number: 'x' })).toBe(1);
    expect(await claim(7)).toBe(1);
  });
});
