import { parseRoute, pathOf } from './router.svelte';

/**
 * The token of a link that signs in, '' where the address is none. It stands behind the #, which is never sent: a prefetch can't use it
 * up. The address is then where the link leads to.
 */
export function takeToken({ location, history }: Window): string {
  if (location.pathname.split('/')[1] !== 'sign-in') return '';
  const token = location.hash.slice(1);
  history.replaceState(null, '', pathOf(parseRoute(location.pathname)));
  return token;
}
