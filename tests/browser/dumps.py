"""A stolen telephone: what a browser keeps, as its pages can read it, and everything that it left on its disk."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Page

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
"""IndexedDB writes its keys in the third, and texts in Spanish in the last."""
EVERYTHING = """async () => {
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const table of database.objectStoreNames) {
      found.push(JSON.stringify(await asked(database.transaction(table).objectStore(table).getAll())));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
  }
  return found.join("\\n");
}"""
"""All that a page of the portal can read on its device."""


def kept_in_browser(page: Page) -> str:
    """Give what IndexedDB, the kept pages, both storages and the cookies hold for the portal, in words."""
    told: str = page.evaluate(EVERYTHING)
    return told


def found_on_disk(folder: Path, texts: Iterable[str]) -> dict[str, set[str]]:
    """Give which of the texts stand in which files of a browser's profile, in whatever way it writes them."""
    found: dict[str, set[str]] = {}
    wanted = {text: {text.encode(encoding) for encoding in ENCODINGS} for text in texts}
    for name, content in _files(folder):
        for text, forms in wanted.items():
            if any(form in content for form in forms):
                found.setdefault(text, set()).add(name)
    return found


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield str(path.relative_to(folder)), path.read_bytes()
