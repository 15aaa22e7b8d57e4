// Keeps the page of one contest, its scripts and its styles on the phone. A page is asked of the portal first, so that it
// is the newest; what does not answer soon comes from the phone.

const KEPT = "portal-jury";
const PATIENCE_MS = 4000;

function isPage(request) {
  return request.mode === "navigate";
}

function isAsset(request) {
  return /^\/(assets|vendor)\//.test(new URL(request.url).pathname);
}

async function kept(request) {
  return (await caches.open(KEPT)).match(request, { ignoreSearch: true });
}

async function fromPortal(request) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(request, { signal: control.signal });
    return answer.status < 500 ? answer : (await kept(request)) ?? answer;
  } catch {
    return (await kept(request)) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (isAsset(request)) event.respondWith(kept(request).then((answer) => answer ?? fetch(request)));
  else if (isPage(request)) event.respondWith(fromPortal(request));
});
