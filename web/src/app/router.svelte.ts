import type { SessionRef } from '$api/client';
import { fileTab, pathOfTab } from './layout/file-tab';

export type Route =
  /**
   * @property workspace the one that the address names.
   * @property lost an address that leads nowhere.
   */
  | { readonly view: 'home'; readonly workspace?: string; readonly lost?: string }
  /** Files have a place of their own where there is room for one pane only. */
  | { readonly view: 'files'; readonly search?: boolean }
  /** @property at a session or a file, as its tab is called. */
  | { readonly view: 'session'; readonly at: SessionRef }
  /** @property setting the one that is meant, by its id. */
  | { readonly view: 'settings'; readonly page?: 'keys'; readonly setting?: string }
  /** @property section a heading of the guide, by its id. */
  | { readonly view: 'help'; readonly guide?: string; readonly section?: string };

/** @param hash what stands behind the path, as the browser has it: `#terminal.fontSize`. */
export function parseRoute(path: string, hash = ''): Route {
  const parts = path.split('/').filter((part) => part !== '');
  // A link that signs in may name where to go: /sign-in/w/default/s/ID#TOKEN.
  if (parts[0] === 'sign-in') return parseRoute(parts.slice(1).join('/'));
  const place = hash.slice(1);
  if (parts[0] === 'settings' && parts[1] === 'keys') return { view: 'settings', page: 'keys' };
  if (parts[0] === 'settings') return { view: 'settings', ...(place && { setting: place }) };
  if (parts[0] === 'help')
    return { view: 'help', ...(parts[1] && { guide: parts[1] }), ...(place && { section: place }) };
  const lost: Route = parts.length > 0 ? { view: 'home', lost: path } : { view: 'home' };
  if (parts[0] === 'w' && parts[2] === 's') return sessionAt(parts[1], parts[3]) ?? lost;
  if (parts[0] === 'w' && parts[2] === 'f') return fileAt(parts[1], parts.slice(3)) ?? lost;
  if (parts[0] === 'w' && parts.length === 2) return homeOf(parts[1] ?? '') ?? lost;
  if (parts[0] === 'files') return { view: 'files', ...(parts[1] === 'search' && { search: true }) };
  // As pages before 0.2 had it: such links are in bookmarks and messages.
  if (parts[0] === 'sessions') return sessionAt(parts[1], parts[2]) ?? lost;
  return lost;
}

function homeOf(workspace: string): Route | undefined {
  try {
    return { view: 'home', workspace: decodeURIComponent(workspace) };
  } catch {
    return undefined;
  }
}

function sessionAt(workspace: string | undefined, id: string | undefined): Route | undefined {
  if (!workspace || !id) return undefined;
  try {
    return { view: 'session', at: { workspace: decodeURIComponent(workspace), id: decodeURIComponent(id) } };
  } catch {
    // Half of an escaped character: nobody's link.
    return undefined;
  }
}

function fileAt(workspace: string | undefined, parts: readonly string[]): Route | undefined {
  if (!workspace || parts.length === 0) return undefined;
  try {
    return { view: 'session', at: fileTab(decodeURIComponent(workspace), parts.map(decodeURIComponent).join('/')) };
  } catch {
    return undefined;
  }
}

export function pathOf(route: Route): string {
  if (route.view === 'settings')
    return route.page ? `/settings/${route.page}` : `/settings${route.setting ? `#${route.setting}` : ''}`;
  if (route.view === 'help')
    return `/help${route.guide ? `/${route.guide}` : ''}${route.section ? `#${route.section}` : ''}`;
  if (route.view === 'session') {
    const file = pathOfTab(route.at);
    const place = file === undefined ? `s/${encodeURIComponent(route.at.id)}` : `f/${encodePath(file)}`;
    return `/w/${encodeURIComponent(route.at.workspace)}/${place}`;
  }
  if (route.view === 'files') return route.search ? '/files/search' : '/files';
  return '/';
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function routeOf({ pathname, hash }: Location): Route {
  return parseRoute(pathname, hash);
}

/** The address bar, so that back and reload do what one expects. */
export class Router {
  readonly #window: Window;
  #route = $state.raw<Route>({ view: 'home' });

  constructor(window: Window) {
    this.#window = window;
    this.#route = routeOf(window.location);
    // An old address is shown as it is called now.
    if (window.location.pathname.startsWith('/sessions/')) this.go(this.#route, { replace: true });
  }

  get route(): Route {
    return this.#route;
  }

  go(route: Route, { replace = false } = {}): void {
    const path = pathOf(route);
    this.#route = route;
    const { pathname, hash } = this.#window.location;
    if (path === pathname + hash) return;
    if (replace) this.#window.history.replaceState(null, '', path);
    else this.#window.history.pushState(null, '', path);
  }

  /** Follows the browser's own back and forward. Returns its end. */
  follow(moved: (route: Route) => void): () => void {
    const popped = () => {
      this.#route = routeOf(this.#window.location);
      moved(this.#route);
    };
    this.#window.addEventListener('popstate', popped);
    return () => this.#window.removeEventListener('popstate', popped);
  }
}
