import type { Store } from '$lib/storage';
import { home } from './desk.svelte';
import type { Route } from './router.svelte';

/** What a window begins with: what its address names, else where it was; a new one where the last was. */
export function firstWorkspace(route: Route, stores: readonly Store[]): string {
  if (route.view === 'session') return route.at.workspace;
  return stores.map((store) => store.read('workspace')).find((kept) => typeof kept === 'string') ?? home;
}
