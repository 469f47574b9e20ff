import type { Store } from '$lib/storage';

/** What a browser remembers, as long as a test runs. */
export function memoryStore(kept: Record<string, unknown> = {}): Store {
  const values = new Map(Object.entries(kept));
  return {
    read: (name) => structuredClone(values.get(name) ?? null),
    write: (name, value) => values.set(name, structuredClone(value)),
  };
}
