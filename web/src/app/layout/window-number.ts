import type { Store } from '$lib/storage';

/** So many windows of a browser have a layout each; those after them share the last one. */
const mostWindows = 8;
/** A page that is loaded again may be there before the old one has let go: on a busy machine long before. */
const patience = 30_000;

/** What a window remembers of itself. */
interface Known {
  readonly number: number;
  /** The page is gone: what finds this comes after it. A duplicate of a window that is still there finds it unset. */
  readonly left?: boolean;
  /** Who held its lock, as the browser names pages. */
  readonly page?: string;
}

/**
 * Which of this browser's windows this one is, from 1: the same after a reload, and no other open window's. Held by a lock for as long as
 * the page lives. Where there are no locks (they take HTTPS or localhost) a window that isn't known is the first.
 * @param leaving calls back when the page goes.
 */
export async function claimWindow(
  locks: LockManager | undefined,
  session: Store,
  leaving: (left: () => void) => void,
): Promise<number> {
  const known = readKnown(session.read('window'));
  const number = locks ? await firstFree(locks, known) : (known?.number ?? 1);
  let page: string | undefined;
  void holderOf(locks, number).then((holder) => (page = holder));
  session.write('window', { number } satisfies Known);
  leaving(() => session.write('window', { number, left: true, page } satisfies Known));
  return number;
}

async function firstFree(locks: LockManager, known: Known | undefined): Promise<number> {
  if (known) {
    if (await held(locks, known.number, { ifAvailable: true })) return known.number;
    const ownPast = known.left && (await holderOf(locks, known.number)) === known.page;
    if (ownPast && (await held(locks, known.number, { signal: AbortSignal.timeout(patience) }))) return known.number;
  }
  for (let number = 1; number < mostWindows; number++)
    if (await held(locks, number, { ifAvailable: true })) return number;
  return mostWindows;
}

/** Whether the lock of a window is this page's from now on. */
function held(locks: LockManager, number: number, options: LockOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const forever = (lock: Lock | null) => {
      resolve(lock !== null);
      return lock ? new Promise<never>(() => undefined) : undefined;
    };
    locks.request(lockOf(number), options, forever).catch(() => resolve(false));
  });
}

async function holderOf(locks: LockManager | undefined, number: number): Promise<string | undefined> {
  const { held } = (await locks?.query()) ?? {};
  return held?.find(({ name }) => name === lockOf(number))?.clientId;
}

function lockOf(number: number): string {
  return `dispatch.window.${number}`;
}

function readKnown(value: unknown): Known | undefined {
  const { number, left, page } = (value ?? {}) as { number?: unknown; left?: unknown; page?: unknown };
  if (typeof number !== 'number' || !(number >= 1 && number <= mostWindows)) return undefined;
  return { number, left: left === true, page: typeof page === 'string' ? page : undefined };
}
