const share = 1.5;
const room = 64 * 1024 * 1024;

/** What a process may have when it had `level` at the beginning: half as much again, or 64 MiB more. */
export function mayHave(level) {
  return Math.max(level * share, level + room);
}

/** Names the processes that grew beyond that. Both are bytes by name. */
export function grown(levels, now) {
  return Object.keys(now).filter((name) => now[name] > mayHave(levels[name]));
}
