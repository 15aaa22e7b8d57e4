"""Every link that a person sees leads somewhere that person may go."""

import pytest

from tests.browser.crawl import ROLES, Visit

LEAST_PAGES = {
    "visitor": 7,
    "representative": 11,
    "juror": 6,
    "staff": 35,
    "secretary": 21,
    "auditor": 23,
    "admin": 4,
}
"""A crawl that stops early would find no fault; each role reaches at least so many different pages."""


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_dead(visits: dict[str, tuple[Visit, ...]], role: str) -> None:
    opened = visits[role]

    assert [(visit.address, visit.status) for visit in opened if visit.status >= 400] == []
    assert len({visit.endpoint for visit in opened if visit.is_page}) >= LEAST_PAGES[role]
