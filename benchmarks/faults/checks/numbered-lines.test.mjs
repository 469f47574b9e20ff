import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NumberedLines } from './numbered-lines.mjs';

function judge(...pieces) {
  const lines = new NumberedLines();
  for (const piece of pieces) lines.take(Buffer.from(piece));
  const { lost, doubled, strange, first } = lines;
  return { lost, doubled, strange, first };
}

const good = { lost: 0, doubled: 0, strange: 0, first: undefined };

test('lines once and in order are good, wherever the pieces part', () => {
  assert.deepEqual(judge('line 1\r', '\nli', 'ne 2\r\nline 3\r\nline'), good);
});

test('missing lines are counted', () => {
  assert.deepEqual(judge('line 1\r\nline 5\r\nline 6\r\n'), { ...good, lost: 3, first: 'lines 2 to 4 are missing' });
});

test('a first line that is missing is found', () => {
  assert.equal(judge('line 2\r\n').lost, 1);
});

test('lines that come twice are counted', () => {
  const found = judge('line 1\r\nline 2\r\nline 1\r\nline 2\r\nline 3\r\n');
  assert.deepEqual(found, { ...good, doubled: 2, first: 'line 1 again, after line 2' });
});

test('a line that lost its middle is found', () => {
  assert.equal(judge('line 1\r\nline2\r\nline 2\r\n').strange, 1);
});

test('two lines run into one are found', () => {
  const { strange, lost } = judge('line 1\r\nline 2line 3\r\nline 4\r\n');
  assert.deepEqual({ strange, lost }, { strange: 1, lost: 2 });
});

test('a replay is passed over, and judged again is what comes after it', () => {
  const lines = new NumberedLines();
  lines.take('line 1\r\nline 2\r\n');
  lines.replay();
  lines.take('line 1\r\nline 9\r\nli');
  lines.present();
  lines.take('ne 10\r\nline 11\r\nline 13\r\n');
  assert.deepEqual({ lost: lines.lost, doubled: lines.doubled }, { lost: 1, doubled: 0 });
});

test('after a gap that was told any line may follow, and then the next', () => {
  const lines = new NumberedLines();
  lines.take('line 1\r\nline 2\r\nli');
  lines.hole();
  lines.take('7\r\nline 8\r\nline 10\r\n');
  assert.deepEqual(
    { lost: lines.lost, doubled: lines.doubled, strange: lines.strange },
    { lost: 1, doubled: 0, strange: 0 },
  );
});
