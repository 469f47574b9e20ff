import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Viewport } from '../../src/app/viewport.svelte';

afterEach(() => vi.unstubAllGlobals());

/** As a browser does when it takes away what has the focus. */
const losesFocus = () => document.dispatchEvent(new FocusEvent('focusout'));

it('waits with what it changes when the focus is lost to the page being drawn', async () => {
  const seen = Object.assign(new EventTarget(), { width: 390, height: 844, scale: 1, offsetTop: 0 });
  vi.stubGlobal('visualViewport', seen);
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: true }));
  const viewport = new Viewport();
  const end = viewport.follow(document.documentElement);
  const input = document.body.appendChild(document.createElement('input'));
  input.focus();
  seen.height = 500;
  seen.dispatchEvent(new Event('resize'));
  expect(viewport.keyboard).toBe(true);

  const faults: unknown[] = [];
  const gone = $derived.by(() => {
    input.remove();
    try {
      losesFocus();
    } catch (fault) {
      faults.push(fault);
    }
    return true;
  });
  const stop = $effect.root(() => {
    $effect(() => void gone);
  });
  flushSync();
  await Promise.resolve();
  expect(faults).toEqual([]);
  expect(viewport.keyboard).toBe(false);

  stop();
  end();
});
