import type { SessionRef } from '$api/client';

export type Route =
  { readonly view: 'home' } | { readonly view: 'session'; readonly at: SessionRef } | { readonly view: 'settings' };

export function parseRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  // A link that signs in may name where to go: /sign-in/w/default/s/ID#TOKEN.
  if (parts[0] === 'sign-in') return parseRoute(parts.slice(1).join('/'));
  if (parts[0] === 'settings') return { view: 'settings' };
  if (parts[0] === 'w' && parts[2] === 's') return sessionAt(parts[1], parts[3]);
  // As pages before 0.2 had it: such links are in bookmarks and messages.
  if (parts[0] === 'sessions') return sessionAt(parts[1], parts[2]);
  return { view: 'home' };
}

function sessionAt(workspace: string | undefined, id: string | undefined): Route {
  if (!workspace || !id) return { view: 'home' };
  try {
    return { view: 'session', at: { workspace: decodeURIComponent(workspace), id: decodeURIComponent(id) } };
  } catch {
    // Half of an escaped character: nobody's link.
    return { view: 'home' };
  }
}

export function pathOf(route: Route): string {
  if (route.view === 'settings') return '/settings';
  if (route.view === 'session')
    return `/w/${encodeURIComponent(route.at.workspace)}/s/${encodeURIComponent(route.at.id)}`;
  return '/';
}

/** The address bar, so that back and reload do what one expects. */
export class Router {
  readonly #window: Window;
  #route = $state.raw<Route>({ view: 'home' });

  constructor(window: Window) {
    this.#window = window;
    this.#route = parseRoute(window.location.pathname);
    // An old address is shown as it is called now.
    if (window.location.pathname.startsWith('/sessions/')) this.go(this.#route, { replace: true });
  }

  get route(): Route {
    return this.#route;
  }

  go(route: Route, { replace = false } = {}): void {
    const path = pathOf(route);
    this.#route = route;
    if (path === this.#window.location.pathname) return;
    if (replace) this.#window.history.replaceState(null, '', path);
    else this.#window.history.pushState(null, '', path);
  }

  /** Follows the browser's own back and forward. Returns its end. */
  follow(moved: (route: Route) => void): () => void {
    const popped = () => {
      this.#route = parseRoute(this.#window.location.pathname);
      moved(this.#route);
    };
    this.#window.addEventListener('popstate', popped);
    return () => this.#window.removeEventListener('popstate', popped);
  }
}
