import { entryOf, NewerPage } from '../../src/app/newer-page.svelte';
import { expect, test, vi } from 'vitest';
import { FakeClock } from '../support/fake-clock';
import { memoryStore } from '../support/memory-store';

function page(found: string | undefined, store = memoryStore()) {
  const clock = new FakeClock();
  const seen = { busy: false, reloads: 0 };
  const newer = new NewerPage({
    own: '/assets/index-old.js',
    look: () => Promise.resolve(found),
    busy: () => seen.busy,
    reload: () => seen.reloads++,
    clock,
    store,
  });
  return { newer, clock, seen, store };
}

test('A page of the same build stays', async () => {
  const { newer, seen } = page('/assets/index-old.js');
  await newer.check();
  expect([newer.there, seen.reloads]).toEqual([false, 0]);
});

test('A page of another build reloads at once when nobody works', async () => {
  const { newer, seen } = page('/assets/index-new.js');
  await newer.check();
  expect([newer.there, seen.reloads]).toEqual([true, 1]);
});

test('It waits as long as something would be lost', async () => {
  const { newer, clock, seen } = page('/assets/index-new.js');
  seen.busy = true;
  await newer.check();
  clock.pass(60_000);
  expect([newer.there, seen.reloads]).toEqual([true, 0]);
  seen.busy = false;
  clock.pass(1000);
  expect(seen.reloads).toBe(1);
});

test('A person can reload before that', async () => {
  const { newer, clock, seen } = page('/assets/index-new.js');
  seen.busy = true;
  await newer.check();
  newer.now();
  seen.busy = false;
  clock.pass(60_000);
  expect(seen.reloads).toBe(1);
});

test('Given the old page again, it says so and does not reload for ever', async () => {
  const first = page('/assets/index-new.js');
  await first.newer.check();
  const second = page('/assets/index-new.js', first.store);
  await second.newer.check();
  second.clock.pass(60_000);
  expect([second.newer.there, second.seen.reloads]).toEqual([true, 0]);
});

test('A server that cannot tell changes nothing', async () => {
  const { newer, seen } = page(undefined);
  await newer.check();
  expect([newer.there, seen.reloads]).toEqual([false, 0]);
});

test('A look that is lost is tried again', async () => {
  const clock = new FakeClock();
  const answers = [
    Promise.reject(new Error('gone')),
    Promise.resolve(undefined),
    Promise.resolve('/assets/index-new.js'),
  ];
  let reloads = 0;
  const newer = new NewerPage({
    own: '/assets/index-old.js',
    look: () => answers.shift() ?? Promise.resolve(undefined),
    busy: () => false,
    reload: () => reloads++,
    clock,
    store: memoryStore(),
  });
  await newer.check();
  clock.pass(1000);
  await Promise.resolve();
  await vi.waitFor(() => expect(answers.length).toBe(1));
  await Promise.resolve();
  clock.pass(5000);
  await vi.waitFor(() => expect(reloads).toBe(1));
});

test('The entry is the page’s first module', () => {
  const html = '<script src="/theme.js"></script><script type="module" src="/assets/index-1.js"></script>';
  expect(entryOf(new DOMParser().parseFromString(html, 'text/html'))).toBe('/assets/index-1.js');
});
