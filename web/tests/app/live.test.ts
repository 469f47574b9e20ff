import { Live } from '../../src/app/live.svelte';
import { expect, test } from 'vitest';
import { noNews } from '../support/no-news';

const low = { part: 'disk', code: 'disk.low', detail: 'Little room.', warning: true };
const full = { part: 'disk', code: 'disk.full', detail: 'Programs are paused.' };
const connected = { state: 'connected', reason: null };

function live() {
  const nothing = () => undefined;
  const live = new Live();
  const settings = { take: nothing, takeLayer: nothing };
  const events = live.events(
    { replaceAll: nothing, put: nothing, drop: nothing },
    settings,
    noNews,
    nothing,
    nothing,
    nothing,
  );
  return { live, events };
}

test('A trouble of the runner is told until the runner says that it is over', () => {
  const { live: it, events } = live();
  events.runner('e_1', connected, [low]);
  expect(it.trouble).toEqual(low);
  events.runner('e_1', connected, [full]);
  expect(it.trouble).toEqual(full);
  events.runner('e_1', connected, []);
  expect(it.trouble).toBeUndefined();
});

test('Of several the first is told that is more than a warning', () => {
  const { live: it, events } = live();
  events.runner('e_1', connected, [low, full]);
  expect(it.trouble).toEqual(full);
  expect(it.runnerProblem).toBeUndefined();
});

test('What one session lacks is no bar over all others', () => {
  const { live: it, events } = live();
  events.runner('e_1', connected, [
    { part: 'session', code: 'log.unparseable', detail: 'One fact.', warning: true },
    low,
  ]);
  expect(it.trouble).toEqual(low);
});

test('Each connection is told of, and whether it is the first', () => {
  const live = new Live();
  const nothing = () => undefined;
  const seen: boolean[] = [];
  const events = live.events(
    { replaceAll: nothing, put: nothing, drop: nothing },
    { take: nothing, takeLayer: nothing },
    noNews,
    nothing,
    nothing,
    (again) => seen.push(again),
  );
  events.state('open');
  events.state('connecting');
  events.state('open');
  expect(seen).toEqual([false, true]);
});
