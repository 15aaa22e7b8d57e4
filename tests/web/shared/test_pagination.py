"""Long lists in pages."""

import pytest
from flask import Flask

from contest_portal.web.shared.pagination import Pager, asked_page


def page(app: Flask, address: str, total: int) -> Pager:
    with app.test_request_context(address):
        return asked_page(total, size=10)


@pytest.mark.parametrize(
    ("address", "total", "number", "pages", "offset"),
    [
        ("/x", 0, 1, 1, 0),
        ("/x", 10, 1, 1, 0),
        ("/x", 11, 1, 2, 0),
        ("/x?pagina=2", 11, 2, 2, 10),
        ("/x?pagina=9", 11, 2, 2, 10),
        ("/x?pagina=0", 11, 1, 2, 0),
        ("/x?pagina=-1", 11, 1, 2, 0),
        ("/x?pagina=dos", 11, 1, 2, 0),
        ("/x?pagina=%D9%A2", 11, 1, 2, 0),
        ("/x?pagina=999999999999999999999", 11, 1, 2, 0),
    ],
)
def test_page_asked_for(
    tiny_portal: Flask, address: str, total: int, number: int, pages: int, offset: int
) -> None:
    pager = page(tiny_portal, address, total)

    assert (pager.number, pager.pages, pager.total, pager.offset) == (number, pages, total, offset)


def test_neighbours_keep_the_filters(tiny_portal: Flask) -> None:
    pager = page(tiny_portal, "/x?pagina=2&texto=%C3%B1a&rol=a&rol=b", 30)

    assert (pager.prev_url, pager.next_url) == (
        "/x?texto=%C3%B1a&rol=a&rol=b&pagina=1",
        "/x?texto=%C3%B1a&rol=a&rol=b&pagina=3",
    )


@pytest.mark.parametrize(
    ("address", "has_prev", "has_next"), [("/x", False, True), ("/x?pagina=3", True, False)]
)
def test_ends_have_one_neighbour(tiny_portal: Flask, address: str, *, has_prev: bool, has_next: bool) -> None:
    pager = page(tiny_portal, address, 30)

    assert (pager.prev_url is not None, pager.next_url is not None) == (has_prev, has_next)
