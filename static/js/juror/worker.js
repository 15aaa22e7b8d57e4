// Gives a page that is kept on the phone, its scripts and its styles. A page is asked of the portal first, so that it is
// the newest; what does not answer soon comes from the phone. The address of this script says under which name it is kept,
// and which page stands in for those that are not.

const asked = new URL(self.location).searchParams;
const KEPT = asked.get("kept") ?? "portal-jury";
const STANDS_IN = asked.get("page");
const PATIENCE_MS = 4000;

function isPage(request) {
  return request.mode === "navigate";
}

function isAsset(request) {
  return /^\/(assets|vendor)\//.test(new URL(request.url).pathname);
}

async function kept(request) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(request, { ignoreSearch: true });
  return found ?? (STANDS_IN && isPage(request) ? cache.match(STANDS_IN) : undefined);
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
