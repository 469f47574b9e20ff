import { expect, it } from 'vitest';
import { ServerTime } from '../../src/app/server-time.svelte';

const hour = 3_600_000;
const there = Date.parse('2026-11-30T12:00:00Z');

function answering(date: string | null, clock: { time: number }, takes = 20): typeof fetch {
  return () => {
    clock.time += takes;
    return Promise.resolve(new Response('', { headers: date === null ? {} : { Date: date } }));
  };
}

it('tells by an answer how far the clock of this device is off, and the time at the server', async () => {
  const clock = { time: there + 7 * hour };
  const time = new ServerTime({ now: () => clock.time });
  await time.watching(answering('Mon, 30 Nov 2026 12:00:00 GMT', clock))('/');
  expect(time.ahead).toBe(7 * hour + 10);
  expect(time.now()).toBe(there + 10);

  clock.time = there - 2 * hour;
  await time.watching(answering('Mon, 30 Nov 2026 12:00:00 GMT', clock))('/');
  expect(time.ahead).toBe(-2 * hour + 10);
});

it.each([
  ['whole seconds are no difference', 'Mon, 30 Nov 2026 12:00:00 GMT', 20, 900],
  ['an answer that says no time changes nothing', null, 20, 5 * hour],
  ['nor does one that says nonsense', 'yesterday', 20, 5 * hour],
  ['nor one that was long on its way', 'Mon, 30 Nov 2026 12:00:00 GMT', 60_000, 5 * hour],
])('%s', async (_, date, takes, off) => {
  const clock = { time: there + off };
  const time = new ServerTime({ now: () => clock.time });
  await time.watching(answering(date, clock, takes))('/');
  expect(time.ahead).toBe(0);
});
