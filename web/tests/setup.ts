import { afterEach } from 'vitest';
import { cleanup } from '@testing-library/svelte';

afterEach(() => cleanup());

// What a browser has and happy-dom lacks; a test that only builds has neither.
if ('HTMLElement' in globalThis) {
  HTMLElement.prototype.showPopover ??= function showPopover() {};
  HTMLElement.prototype.scrollIntoView ??= function scrollIntoView() {};
}
