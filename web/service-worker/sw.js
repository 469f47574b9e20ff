// What the page needs to open without a network: its own files, which are the same for everybody. What sessions print and what the server
// answers never comes by here: the last screens are kept by the page itself, and taken away when it is signed out.
/* global shell, version */

const cacheName = `dispatch-${version}`;
/** Milliseconds until a network that says nothing counts as none. */
const patience = 4000;
const notThePage = /^\/(api|openapi|healthz|readyz|metrics|assets)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (!notThePage.test(pathname)) event.respondWith(page(event));
  } else if (pathname.startsWith('/assets/')) {
    event.respondWith(asset(request));
  } else if (pathname !== '/' && shell.includes(pathname)) {
    event.respondWith(fetch(request).catch(async () => (await kept(request)) ?? Response.error()));
  }
});

// Where only a service worker may show a notification: the pages have it shown, and what was read taken back.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification));
});

/** To the pages that are open, of which one knows what is meant; where there is none, to one that opens there. */
async function lead({ tag, data }) {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open.length === 0) return self.clients.openWindow(data?.path ?? '/');
  for (const page of open) page.postMessage({ pressed: tag });
  await open[0].focus();
}

async function install() {
  const cache = await caches.open(cacheName);
  await cache.addAll(shell.map((path) => new Request(path, { credentials: 'omit', cache: 'no-cache' })));
  // Files are named by what is in them and the page itself comes from the network: nothing has to wait for the pages that are open.
  await self.skipWaiting();
}

/** The version before stays: a page of it that is still open asks for its own files, which the server may have no more. */
async function tidy() {
  const others = (await caches.keys()).filter((name) => name.startsWith('dispatch-') && name !== cacheName);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
}

/** From the network as long as there is one: a page of another version than the server is never kept from being renewed. */
async function page(event) {
  const wanted = answer(event);
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  const first = await Promise.race([wanted, late]);
  // A proxy says so when what is behind it doesn't answer.
  if (first && ![502, 503, 504].includes(first.status)) return first;
  return (await (await caches.open(cacheName)).match('/')) ?? (await wanted) ?? Response.error();
}

async function answer(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return undefined;
  }
}

async function asset(request) {
  const found = await kept(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.status === 200) {
    const copy = response.clone();
    void caches
      .open(cacheName)
      .then((cache) => cache.put(request, copy))
      // The storage is full: then it is fetched again the next time.
      .catch(() => undefined);
  }
  return response;
}

function kept(request) {
  return caches.match(request, { ignoreVary: true });
}
