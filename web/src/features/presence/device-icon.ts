import type { IconName } from '$ui/icons';

/** By what the server calls a device, as `Safari on iPhone`. */
export function iconOf(name: string): IconName {
  return /iphone|ipad|android|phone|tablet/i.test(name) ? 'phone' : 'laptop';
}
