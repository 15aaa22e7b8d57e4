"""The running total in a real browser: it adds as the server does, and an empty criterion is none."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from contest_portal.contests.rules.rulebook import Criterion, Level, Phase
from contest_portal.contests.rules.sheets import Weighting
from contest_portal.kernel.marks import Mark, format_points
from contest_portal.scoring.fact_models import ScoringFact
from contest_portal.scoring.rules.totals import CountedSheet, CriterionMark, sheet_points
from tests.browser.serving import ServedPortal, empty_portal, served_portal
from tests.conftest import StandingClock
from tests.factories.contests import FIELD, RULEBOOK
from tests.factories.evaluation import JURY_DAY, make_evaluation
from tests.factories.sheets import QUESTION, WOMEN
from tests.sessions import session_cookie

pytestmark = pytest.mark.browser

PHASE = Phase(
    "HALVES",
    "Fase en medios puntos",
    100,
    (
        Criterion("A", "Uno", "Criterio simple", 10),
        Criterion("B", "Uno", "Criterio que pesa tres", 10, weight=3),
        Criterion(
            "C", "Dos", "Criterio por niveles", 60, scale="levels", levels=(Level(0, "No"), Level(60, "Sí"))
        ),
    ),
)
PERCENT = Phase(
    "PERCENT",
    "Fase en porcentajes",
    100,
    (
        replace(QUESTION, code="Q"),
        replace(WOMEN, weight=30, max_points=5),
        Criterion("M", "Uno", "Mercado", 7, weight=70, min_points=1),
    ),
    weighting=Weighting.PERCENT,
)
BOOK = replace(
    RULEBOOK,
    phases=(FIELD, PHASE, PERCENT),
    scoring=replace(RULEBOOK.scoring, marks_per_point=2, tie_breaks=()),
)


@pytest.fixture(scope="module")
def portal(
    tmp_path_factory: pytest.TempPathFactory, sqlite_migrated: str
) -> Iterator[tuple[ServedPortal, str, str]]:
    """Serve one sheet; give the portal, the address of the sheet and the session of its juror."""
    folder = empty_portal(tmp_path_factory.mktemp("sheet"), sqlite_migrated)
    with served_portal(folder, StandingClock(JURY_DAY)) as served:
        with served.database.transaction() as session:
            scene = make_evaluation(session, rulebook=BOOK, groups=("Sumaq Kuy",))
            scene.jurors[0].phases = "HALVES,PERCENT"
            session.add(
                ScoringFact(
                    application_id=scene.applications[0].id,
                    kind="women",
                    part=1,
                    whole=4,
                    evidence="[]",
                    noted_at=JURY_DAY,
                )
            )
            address = f"{served.url}/jurado/grupos/{scene.applications[0].id}/fichas/HALVES"
            user_id = scene.users[0].id
        yield served, address, session_cookie(served.app, user_id)


@pytest.fixture
def page(browser: Browser, portal: tuple[ServedPortal, str, str]) -> Iterator[Page]:
    served, address, cookie = portal
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "session", "value": cookie, "url": served.url}])
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("document.querySelector('[data-mark-total]').textContent === '0'")
    yield page
    context.close()


def shown(page: Page) -> tuple[str, str]:
    return page.inner_text("[data-mark-total]"), page.inner_text("[data-mark-count]")


@pytest.mark.parametrize(
    ("simple", "weighted", "level", "marked"),
    [
        ("", "", None, 0),
        ("7.5", "", None, 1),
        ("0", "0", 0, 3),
        ("7.5", "9.5", 60, 3),
        ("10", "10", 60, 3),
    ],
)
def test_the_page_adds_as_the_server_does(
    page: Page, simple: str, weighted: str, level: int | None, marked: int
) -> None:
    page.fill("#mark_A", simple)
    page.fill("#mark_B", weighted)
    if level is not None:
        page.check(f"input[name=mark_C][value='{level}']")

    assert shown(page) == (_by_the_server(simple, weighted, level), str(marked))


def test_percentages_and_what_the_register_fills_in_are_added_as_the_server_does(page: Page) -> None:
    page.goto(page.url.replace("/HALVES", "/PERCENT"))
    page.wait_for_function("document.querySelector('[data-mark-total]').textContent === '18'")
    page.fill("#mark_M", "3.5")
    page.check("input[name=mark_Q][value='0']")
    page.fill("#reason_Q", "Falta el acta.")
    typed = shown(page)
    page.click("text=Guardar borrador")
    page.wait_for_selector("text=Borrador guardado.")

    # 30 × 3/5 of the register and 70 × 3.5/7
    assert (typed, shown(page)) == (("53", "2"), ("53", "2"))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_is_no_mark_is_not_counted_and_a_level_can_be_taken_back(page: Page) -> None:
    page.fill("#mark_A", "ocho")
    page.check("input[name=mark_C][value='60']")
    before = shown(page)
    page.check("input[name=mark_C][value='']")

    assert (before, shown(page)) == (("60", "1"), ("0", "0"))


def test_the_sheet_fits_a_small_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_draft_is_sent_and_shown_again(page: Page) -> None:
    page.fill("#mark_A", "7,5")
    page.click("text=Guardar borrador")
    page.wait_for_selector("text=Borrador guardado.")

    assert shown(page) == ("7.5", "1")


def _by_the_server(simple: str, weighted: str, level: int | None) -> str:
    typed = {"A": simple, "B": weighted, "C": "" if level is None else str(level)}
    marks = tuple(CriterionMark(code, Mark(_half_points(text), 2)) for code, text in typed.items() if text)
    return format_points(sheet_points(CountedSheet(1, "HALVES", marks), PHASE))


def _half_points(text: str) -> int:
    whole, _, rest = text.partition(".")
    return int(whole) * 2 + (rest == "5")
