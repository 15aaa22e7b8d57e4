"""The designer tells what saving would object to while one types, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from contest_portal.accounts.rules.actor import Role
from tests.browser.serving import empty_portal, served_portal
from tests.conftest import StandingClock
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import OPENS, make_contest
from tests.factories.sheets import WEIGHTED, book_of
from tests.sessions import session_cookie

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory, sqlite_migrated: str) -> Iterator[Page]:
    """Open the sheet of a draft on a small phone."""
    folder = empty_portal(tmp_path_factory.mktemp("draft"), sqlite_migrated)
    with served_portal(folder, StandingClock(OPENS)) as served:
        with served.database.transaction() as session:
            staff = make_user(session, Role.STAFF)
            contest = make_contest(
                session, make_office(session), staff, state="draft", rulebook=book_of(WEIGHTED)
            )
            address = f"{served.url}/oficina/concursos/{contest.id}/fases/WEIGHTED"
            user_id = staff.id
        cookie = session_cookie(served.app, user_id)
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": "session", "value": cookie, "url": served.url}])
        page = context.new_page()
        page.goto(address)
        yield page
        context.close()


def test_weights_that_miss_the_whole_are_told_with_the_sentence_that_saving_gives(page: Page) -> None:
    remarks = page.locator("[data-check-list]")
    summary = page.locator("details.criterion summary").first
    summary.click()
    page.wait_for_function("document.querySelector('[data-points=sum]').textContent === '100'")

    page.fill("[name=criteria-0-weight]", "59")
    remarks.wait_for(state="visible")
    told = remarks.locator("li").all_inner_texts()
    sums = page.inner_text("[data-points=sum]"), page.inner_text("[data-points=whole]")
    remarks.locator("a").first.click()
    focused = page.evaluate("document.activeElement.id")
    page.fill("[name=criteria-0-weight]", "60")
    remarks.wait_for(state="hidden")

    page.select_option("[name=weighting]", "axes")
    page.click("summary:has-text('Ejes en porcentaje')")
    page.fill("[name=axes-0-percent]", "45")
    by_axes = page.inner_text("[data-points=sum]"), page.inner_text("[data-points=whole]")
    page.select_option("[name=weighting]", "factor")
    by_points = page.inner_text("[data-points=sum]")

    assert (by_axes, by_points) == (("45", "100"), "1000")
    assert told == ["Los pesos de la ficha «Ficha ponderada» suman 99 % y deben sumar 100 %. Ajústelos."]
    assert (sums, focused) == (("99", "100"), "criteria")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
