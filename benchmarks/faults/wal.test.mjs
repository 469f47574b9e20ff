import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { cutWal } from './wal.mjs';

const folder = mkdtempSync(join(tmpdir(), 'faults-wal-'));
after(() => rmSync(folder, { recursive: true }));

/** What a crash leaves of a log with these rows, a transaction each. */
function crashed(name, rows, checkpointAfter) {
  const live = new DatabaseSync(join(folder, `${name}-live`));
  live.exec('PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE rows (n INTEGER PRIMARY KEY)');
  for (let n = 1; n <= rows; n++) {
    live.exec(`INSERT INTO rows VALUES (${n})`);
    if (n === checkpointAfter) live.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }
  const file = join(folder, name);
  for (const suffix of ['', '-wal', '-shm']) copyFileSync(join(folder, `${name}-live${suffix}`), file + suffix);
  live.close();
  return file;
}

function rowsIn(file) {
  const database = new DatabaseSync(file);
  const [{ rows, ok }] = database
    .prepare('SELECT (SELECT count(*) FROM rows) rows, (SELECT integrity_check FROM pragma_integrity_check) ok')
    .all();
  database.close();
  assert.equal(ok, 'ok');
  return rows;
}

test('the last transactions are gone, and the database is whole', () => {
  const file = crashed('tail', 10);
  cutWal(file, 3);
  assert.equal(rowsIn(file), 7);
});

test('what a checkpoint moved is not cut', () => {
  const file = crashed('checkpointed', 10, 10);
  const before = statSync(`${file}-wal`).size;
  cutWal(file, 5);
  assert.equal(statSync(`${file}-wal`).size, before);
  assert.equal(rowsIn(file), 10);
});
