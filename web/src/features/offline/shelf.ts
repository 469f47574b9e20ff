import { keeping, keptDatabase } from '$lib/kept-database';

/** Things by name, in this browser. */
export interface Shelf {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
}

const table = 'kept';

/** In IndexedDB, opened for each act: whoever signs out elsewhere can take all of it away at any time. */
export const browserShelf: Shelf = {
  read: (name) => within('readonly', (store) => store.get(name)),
  write: async (name, value) => {
    if (keeping.allowed) await within('readwrite', (store) => store.put(value, name));
  },
};

async function within(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const opening = indexedDB.open(keptDatabase, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(table);
  const database = (await settled(opening)) as IDBDatabase;
  try {
    if (mode === 'readwrite' && !keeping.allowed) return undefined;
    return await settled(act(database.transaction(table, mode).objectStore(table)));
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
