import { keeping, keptDatabase } from '$lib/kept-database';

/** Things by name, in this browser. */
export interface Shelf {
  read(names: readonly string[]): Promise<readonly unknown[]>;
  /** All of it or nothing; what is undefined is taken away. */
  write(things: ReadonlyMap<string, unknown>): Promise<void>;
}

const table = 'kept';

/** In IndexedDB, opened for each act: whoever signs out elsewhere can take all of it away at any time. */
export const browserShelf: Shelf = {
  read: (names) => within('readonly', (store) => names.map((name) => store.get(name))),
  write: async (things) => {
    if (!keeping.allowed) return;
    await within('readwrite', (store) =>
      [...things].map(([name, thing]) => (thing === undefined ? store.delete(name) : store.put(thing, name))),
    );
  },
};

async function within(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest[]): Promise<unknown[]> {
  const opening = indexedDB.open(keptDatabase, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(table);
  const database = (await settled(opening)) as IDBDatabase;
  try {
    if (mode === 'readwrite' && !keeping.allowed) return [];
    return await Promise.all(act(database.transaction(table, mode).objectStore(table)).map(settled));
  } finally {
    database.close();
  }
}

function settled(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}
