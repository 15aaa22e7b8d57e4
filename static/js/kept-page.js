// Keeps a page, its scripts and its styles on the phone. A page over plain HTTP cannot be kept: it must stay open.

// Tells whether it is kept now; `options` are those of fetching the page.
export async function keepPage({ worker, scope, cache: name, page, options }) {
  navigator.storage?.persist?.().catch(() => {});
  if (!navigator.serviceWorker) return false;
  try {
    await navigator.serviceWorker.register(worker, { scope });
    const cache = await caches.open(name);
    const used = performance.getEntriesByType("resource").map((entry) => entry.name);
    const assets = used.filter((address) => /\/(assets|vendor)\//.test(address));
    await cache.addAll([...new Set(assets)]);
    const answer = await fetch(page, options);
    if (answer.ok) await cache.put(page, answer);
    document.documentElement.dataset.kept = "";
    return true;
  } catch {
    return false; // without a connection the page was kept before
  }
}
