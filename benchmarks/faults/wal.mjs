import { readFileSync, truncateSync } from 'node:fs';

// https://www.sqlite.org/walformat.html: the WAL-index header, the checkpoint's progress behind its two copies, and the WAL's own headers.
const lastFrameAt = 16;
const checkpointedAt = 96;
const walHeader = 32;
const frameHeader = 24;

/**
 * Cuts the last pages off a WAL that nobody has open. Never below what a checkpoint has moved: those pages were synced before, and
 * no power cut takes them.
 */
export function cutWal(database, pages) {
  const index = readFileSync(`${database}-shm`);
  const pageSize = readFileSync(`${database}-wal`).readUInt32BE(8);
  const last = index.readUInt32LE(lastFrameAt);
  const kept = Math.max(index.readUInt32LE(checkpointedAt), last - pages);
  truncateSync(`${database}-wal`, walHeader + kept * (frameHeader + pageSize));
}
