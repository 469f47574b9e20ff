import { describe, expect, it } from 'vitest';
import { HardwareKeyboard } from '../../src/app/hardware-keyboard.svelte';
import { Viewport } from '../../src/app/viewport.svelte';

describe('the keyboard on the screen', () => {
  it('is open when something is typed into and much of the height is gone', () => {
    const viewport = new Viewport();
    viewport.take(390, 844, false);
    viewport.take(390, 844, true);
    expect(viewport.keyboard).toBe(false);
    viewport.take(390, 500, true);
    expect(viewport.keyboard).toBe(true);
    viewport.take(390, 844, true);
    expect(viewport.keyboard).toBe(false);
  });

  it('is none when an address bar comes, nor when the phone is turned over', () => {
    const viewport = new Viewport();
    viewport.take(390, 844, true);
    viewport.take(390, 770, true);
    expect(viewport.keyboard).toBe(false);
    viewport.take(844, 390, true);
    expect(viewport.keyboard).toBe(false);
    viewport.take(844, 190, true);
    expect(viewport.keyboard).toBe(true);
  });
});

describe('a keyboard with keys of its own', () => {
  it('is there once it names a key by its place, which the one on a screen doesn’t', () => {
    const keyboard = new HardwareKeyboard();
    keyboard.pressed({ code: '', key: 'a' }, false);
    keyboard.pressed({ code: '', key: 'Unidentified' }, false);
    keyboard.pressed({ code: 'KeyA', key: 'Process' }, false);
    expect(keyboard.there).toBe(false);
    keyboard.pressed({ code: 'KeyA', key: 'a' }, false);
    expect(keyboard.there).toBe(true);
  });

  it('is no longer there when the one on the screen is open, or when its keys are wanted on the screen', () => {
    const keyboard = new HardwareKeyboard();
    keyboard.pressed({ code: 'Escape', key: 'Escape' }, false);
    keyboard.pressed({ code: 'KeyA', key: 'a' }, true);
    expect(keyboard.there).toBe(false);
    keyboard.pressed({ code: 'Escape', key: 'Escape' }, false);
    keyboard.forget();
    expect(keyboard.there).toBe(false);
  });
});
