import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Following } from '../../../src/features/agent/following.svelte';

/** A list of which a window is seen, as a browser lays it out. */
function aList(window = 100, turns = [200, 200, 200]) {
  const outer = document.createElement('div');
  const element = outer.appendChild(document.createElement('div'));
  let top = 0;
  let height = window;
  const sizes = [...turns];
  const all = () => sizes.reduce((sum, size) => sum + size, 0);
  const clamped = (to: number) => Math.max(0, Math.min(to, all() - height));
  const scrolled = () => element.dispatchEvent(new Event('scroll'));
  Object.defineProperties(element, {
    clientHeight: { get: () => height },
    scrollHeight: { get: () => Math.max(all(), height) },
    scrollTop: {
      get: () => (height === 0 ? 0 : clamped(top)),
      set: (to: number) => {
        const before = element.scrollTop;
        if (height > 0) top = to;
        if (element.scrollTop !== before) scrolled();
      },
    },
  });
  element.getBoundingClientRect = () => new DOMRect(0, 50, 10, height);
  const places = sizes.map((_, index) => {
    const place = element.appendChild(document.createElement('article'));
    place.dataset.turn = String(index + 1);
    place.getBoundingClientRect = () => {
      const above = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
      return new DOMRect(0, 50 + above - element.scrollTop, 10, sizes[index]);
    };
    return place;
  });
  const place = (index: number) => {
    const found = places[index];
    if (!found) throw new Error(`there is no place ${index}`);
    return found;
  };
  document.body.append(outer);
  const following = new Following();
  const detach = following.attach(element);
  const resize = (index: number, size: number) => {
    sizes[index] = size;
    resized();
  };
  const show = (to: number) => {
    height = to;
    resized();
  };
  return { outer, element, place, following, detach, resize, show };
}

let resized: () => void = () => undefined;
let frame: FrameRequestCallback | undefined;
let now = 0;

/** The next frame, some milliseconds later. */
function later(after = 16): void {
  now += after;
  const next = frame;
  frame = undefined;
  next?.(now);
}

beforeEach(() => {
  now = 0;
  frame = undefined;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(changed: () => void) {
        resized = changed;
      }
      observe = () => resized();
      disconnect = () => undefined;
    },
  );
  vi.stubGlobal('requestAnimationFrame', (next: FrameRequestCallback) => (frame = next));
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return () => {
    vi.unstubAllGlobals();
    document.body.replaceChildren();
  };
});

describe('a place in a conversation', () => {
  it('is gone to until what is above it has its size, and is stayed at', () => {
    const { element, place, following, resize } = aList();
    expect(element.scrollTop).toBe(500);
    following.toPlace(place(1));
    expect([element.scrollTop, following.away]).toEqual([200, true]);
    resize(0, 350);
    later();
    expect(element.scrollTop).toBe(350);
    later(1001);
    expect(frame).toBeUndefined();
    resize(2, 900);
    expect([element.scrollTop, following.away]).toEqual([350, true]);
  });

  it('is left at once by who goes to the end, which is then followed', () => {
    const { element, place, following, resize } = aList();
    following.toPlace(place(0));
    following.toEnd();
    later();
    expect([element.scrollTop, following.away]).toEqual([500, false]);
    resize(2, 300);
    expect(element.scrollTop).toBe(600);
  });

  it.each(['wheel', 'touchstart', 'keydown', 'pointerdown'])('is left by who moves the list: %s', (move) => {
    const { element, place, following } = aList();
    following.toPlace(place(0));
    element.dispatchEvent(new Event(move));
    element.scrollTop = 150;
    later();
    expect([element.scrollTop, following.away]).toEqual([150, true]);
  });

  it('gives way to the next one', () => {
    const { element, place, following } = aList();
    following.toPlace(place(0));
    const first = frame;
    following.toPlace(place(1));
    first?.(now);
    expect([element.scrollTop, following.away]).toEqual([200, true]);
    later();
    expect(element.scrollTop).toBe(200);
  });

  it.each([
    ['is at the end', 100, [200, 200, 60]],
    ['fits with all the others', 500, [100, 100, 100]],
  ])('that %s is followed on from', (_, window, turns) => {
    const { element, place, following, resize } = aList(window, turns);
    following.toPlace(place(2));
    later(1001);
    expect(following.away).toBe(false);
    resize(2, 900);
    expect(element.scrollTop).toBe(element.scrollHeight - window);
  });

  it('is neither gone to in a pane that nobody sees, nor forgotten when it is hidden meanwhile', () => {
    const { element, place, following, show } = aList();
    show(0);
    following.toPlace(place(0));
    expect([frame, following.away, place(0).className]).toEqual([undefined, false, '']);
    show(100);
    following.toPlace(place(1));
    show(0);
    later();
    expect(frame).toBeUndefined();
    show(100);
    expect([element.scrollTop, following.away]).toEqual([200, true]);
  });

  it('moves nothing but the list', () => {
    const { outer, place, following } = aList();
    const into = vi.spyOn(place(0), 'scrollIntoView');
    following.toPlace(place(0));
    expect(into).not.toHaveBeenCalled();
    expect(outer.scrollTop).toBe(0);
  });

  it('is left when the list goes', () => {
    const { place, following, detach } = aList();
    following.toPlace(place(0));
    detach();
    later();
    expect(frame).toBeUndefined();
  });
});

it('what is seen stays where it is when something is put above it', async () => {
  const { element, following, resize } = aList();
  element.scrollTop = 250;
  following.keepPlace(() => resize(0, 500));
  await tick();
  expect([element.scrollTop, following.away]).toEqual([550, true]);
});
