import type { Services } from './services';

/** Whether a terminal is what one works in now: keys then go to it, and the page's own are those that it leaves. */
export function isTerminalShown({ router, tabs }: Pick<Services, 'router' | 'tabs'>): boolean {
  return router.route.view === 'session' && tabs.active !== undefined && tabs.active.kind !== 'file';
}
