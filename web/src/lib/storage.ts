/** What is remembered on this device. Damaged, foreign or forbidden storage counts as empty. */
export interface Store {
  read(name: string): unknown;
  write(name: string, value: unknown): void;
}

export function storeIn(storage: () => Storage): Store {
  return {
    read(name) {
      try {
        return JSON.parse(storage().getItem(`dispatch.${name}`) ?? 'null') as unknown;
      } catch {
        return null;
      }
    },
    write(name, value) {
      try {
        storage().setItem(`dispatch.${name}`, JSON.stringify(value));
      } catch {
        // Full or forbidden: the page works without remembering.
      }
    },
  };
}
