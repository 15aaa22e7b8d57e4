"""How much crosses the wire: a first load within 100 KB, every later page within 15 KB, compressed."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.crawl import ROLES, Visit
from tests.browser.serving import ServedPortal

pytestmark = pytest.mark.browser

FIRST_LOAD = 100 * 1024
LATER_PAGE = 15 * 1024


@pytest.mark.parametrize("role", ROLES)
def test_every_page_weighs_at_most_15_kb(visits: dict[str, tuple[Visit, ...]], role: str) -> None:
    pages = [visit for visit in visits[role] if visit.is_page]

    assert pages
    assert {page.address: page.compressed_bytes for page in pages if page.compressed_bytes > LATER_PAGE} == {}


@pytest.mark.parametrize(
    "address", ["/", "/convocatorias/CERI-2026-01", "/resultados/CERI-2026-01", "/ingresar"]
)
def test_a_first_load_fits_in_100_kb_and_is_kept(demo: ServedPortal, browser: Browser, address: str) -> None:
    page = browser.new_context(base_url=demo.url).new_page()
    transfer = Transfer(page)

    page.goto(address, wait_until="networkidle")
    first = transfer.taken()
    page.goto("/resultados", wait_until="networkidle")
    later = transfer.taken()

    page.context.close()
    assert 0 < first <= FIRST_LOAD
    assert 0 < later <= LATER_PAGE


class Transfer:
    """Counts the bytes that a page takes from the network, headers included, as the browser reports them."""

    def __init__(self, page: Page) -> None:
        self._bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, int]) -> None:
        self._bytes += event["encodedDataLength"]

    def taken(self) -> int:
        """Give the bytes since the last question."""
        taken, self._bytes = self._bytes, 0
        return taken
