/** Where this browser keeps the last screens, for when there is no network. */
export const keptDatabase = 'dispatch-last-screens';

/** Whether something may be kept: from when somebody is signed in until they sign out, however long a write had been waiting. */
export const keeping = { allowed: false };

/** Nothing that was shown stays on this device. */
export function forgetKept(): void {
  keeping.allowed = false;
  try {
    indexedDB.deleteDatabase(keptDatabase);
  } catch {
    // Storage is forbidden: then nothing was kept.
  }
}
