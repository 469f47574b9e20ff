import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandLedger, missing, PrintedCommands } from './commands.mjs';

function printed(...pieces) {
  const commands = new PrintedCommands();
  for (const piece of pieces) commands.take(Buffer.from(piece));
  return commands;
}

test('commands that ran once are good, wherever the pieces part', () => {
  const commands = printed("$ printf '<ran %d>\\n' 1\r\n<ra", 'n 1>\r\n<ran 2', '>\r\n');
  assert.deepEqual([...commands.all()], [1, 2]);
  assert.equal(commands.doubled + commands.disordered, 0);
});

test('a command that ran twice is found', () => {
  const commands = printed('<ran 1>\r\n<ran 2>\r\n', '<ran 1>\r\n');
  assert.equal(commands.doubled, 1);
  assert.equal(commands.first, 'command 1 ran again');
});

test('one that ran twice at once is found', () => {
  assert.equal(printed('<ran 1><ran 1>').doubled, 1);
});

test('commands in another order are found', () => {
  assert.equal(printed('<ran 2>', '<ran 1>').disordered, 1);
});

test('what comes anew in a replay did not run again, what comes twice in it did', () => {
  const commands = printed('<ran 1>');
  commands.replay();
  commands.take('<ran 1><ran 2>');
  assert.equal(commands.doubled, 0);
  commands.take('<ran 2>');
  assert.equal(commands.doubled, 1);
});

test('a confirmed command that never ran is missing, one that is unknown is not', () => {
  const ledger = new CommandLedger();
  for (let i = 0; i < 3; i++) ledger.next();
  ledger.confirm(1);
  ledger.confirm(2);
  ledger.unknown.add(3);
  assert.deepEqual(missing(ledger.takeDue(), printed('<ran 1>')), [2]);
});

test('each confirmed command is looked for once', () => {
  const ledger = new CommandLedger();
  ledger.confirm(ledger.next());
  assert.deepEqual(ledger.takeDue(), [1]);
  ledger.confirm(ledger.next());
  assert.deepEqual(ledger.takeDue(), [2]);
  assert.deepEqual([...ledger.confirmed], [1, 2]);
});

test('a command that nobody sent is found', () => {
  assert.deepEqual(new CommandLedger().foreign(printed('<ran 4>')), [4]);
});
