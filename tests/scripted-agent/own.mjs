// The conversations that the scripted agent lists, by the value of SCRIPTED_LIST: those that it had, or what no agent should list.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const atOnce = 3;
const one = (sessionId, more) => ({ sessionId, cwd: '/elsewhere', title: `About ${sessionId}`, ...more });

const odd = {
  nonsense: () => ({ sessions: 'many' }),
  nothing: () => null,
  refused: () => {
    throw new Error('The store is locked\u001b[31m');
  },
  many: () => ({ sessions: Array.from({ length: 10_000 }, (_, i) => one(`m${i}`)), nextCursor: 7 }),
  hostile: () => ({
    sessions: [
      7,
      null,
      { title: 'without a name' },
      one('', { title: 'of no name' }),
      one('x'.repeat(5_000)),
      one('gone', { title: `safe\u001b[2J\r\n\u202egnp.exe ${'long '.repeat(2_000)}`, updatedAt: 'yesterday' }),
      one('gone', { title: 'twice' }),
      one('half', { title: 'half \ud83d', cwd: 7, updatedAt: '2026-01-02T03:04:05+02:00' }),
    ],
    nextCursor: 'c'.repeat(10_000),
  }),
};

export function listed(how, store, cwd, cursor) {
  if (how in odd) return odd[how]();
  const names = existsSync(store) ? readdirSync(store).filter((name) => !name.includes('.')) : [];
  const all = names
    .map((name) => ({ name, at: statSync(join(store, name)).mtime, text: readFileSync(join(store, name), 'utf8') }))
    .filter(({ text }) => text !== '')
    .sort((a, b) => b.at - a.at);
  const from = Number(cursor ?? 0);
  const sessions = all.slice(from, from + atOnce).map(({ name, at, text }) => ({
    sessionId: name,
    cwd,
    title: text.split('\n')[0],
    updatedAt: at.toISOString(),
  }));
  return { sessions, ...(from + atOnce < all.length && { nextCursor: `${from + atOnce}` }) };
}
