"""A session on five phones in flight mode: two are killed, one is a day ahead, one recused; the totals are exact."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Error, expect
from sqlalchemy import select, update

from contest_portal.applications.models import Application
from contest_portal.contests.rules.rulebook import Criterion
from contest_portal.jury.models import Interest
from contest_portal.kernel.marks import Score
from contest_portal.scoring.models import RankingLine
from contest_portal.scoring.phone_queries import fates_of
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.browser.hall import VIEW, Hall, box, line, online, open_with_pin, served_hall, write_all
from tests.factories.accounts import act_of
from tests.factories.contests import FIELD, RULEBOOK
from tests.factories.evaluation import JURY_DAY

pytestmark = pytest.mark.browser

PASS_MARK = 50
WEIGHTS = (1, 1, 2, 1, 1, 2, 1, 1)
LABELS = ("Familias", "Organización", "Mercado", "Recursos", "Costos", "Participación", "Ambiente", "Saberes")
RULES = replace(
    RULEBOOK,
    phases=(
        replace(
            FIELD,
            max_points=100,
            criteria=tuple(
                Criterion(f"F{at}", "Evaluación", label, 10, weight=weight)
                for at, (label, weight) in enumerate(zip(LABELS, WEIGHTS, strict=True), 1)
            ),
        ),
    ),
    scoring=replace(RULEBOOK.scoring, pass_mark=Score(PASS_MARK, 0)),
)
GROUPS, JURORS, RECUSED = 20, 5, 3
A_DAY_AHEAD = """const True = Date; globalThis.Date = class extends True {
  constructor(...given) { if (given.length) super(...given); else super(True.now() + 864e5); }
  static now() { return True.now() + 864e5; }
};"""


def marks_of(juror: int, number: int) -> dict[str, int]:
    """Give what a juror gives to a group."""
    mixed = {f"F{at}": (number * at * at + juror * (number + 1) + at) % 9 for at in range(1, 9)}
    return {code: min(10, mark + number % 4) for code, mark in mixed.items()}


def total_of(number: int) -> Fraction:
    """Work out a group's total from what was given, with nothing of the portal."""
    given = [marks_of(juror, number).values() for juror in range(JURORS) if juror != RECUSED]
    return Fraction(sum(w * m for marks in given for w, m in zip(WEIGHTS, marks, strict=True)), len(given))


class Phones:
    """Five jurors' phones: the first two can be killed, the third has its clock a day ahead."""

    def __init__(
        self, hall: Hall, browser: Browser, launch: Callable[[int], BrowserContext], stack: ExitStack
    ) -> None:
        self.hall, self.launch, self.stack = hall, launch, stack
        contexts = [launch(0), launch(1)]
        contexts += [browser.new_context(base_url=hall.portal.url, viewport=VIEW) for _ in range(3)]
        contexts[2].add_init_script(A_DAY_AHEAD)
        for context in contexts[2:]:
            stack.callback(context.close)
        self.pages = [hall.open(context, juror) for juror, context in enumerate(contexts)]

    def score_in_flight_mode(self) -> None:
        for juror, page in enumerate(self.pages):
            page.context.set_offline(True)
            self.type_first_sheet(juror)
            rest = [(group, marks_of(juror, n)) for n, group in enumerate(self.hall.groups) if n]
            drafts = [(group, "draft", {"F1": juror}) for group, _ in rest]
            write_all(page, drafts + [(group, "final", marks) for group, marks in rest])

    def type_first_sheet(self, juror: int) -> None:
        page = self.pages[juror]
        page.get_by_role("link", name="Evaluación de campo").first.click()
        for label, mark in zip(LABELS, marks_of(juror, 0).values(), strict=True):
            box(page, label).fill(str(mark))
            box(page, label).press("Tab")
        page.get_by_role("button", name="Hacer definitiva").click()
        page.get_by_role("dialog").get_by_role("button", name="Hacer definitiva").click()
        expect(page.locator("[data-locked]")).to_have_text("Esta ficha es definitiva.")

    def kill_and_restart(self, juror: int) -> None:
        page = self.pages[juror]
        with pytest.raises(Error, match="closed"):
            page.context.new_cdp_session(page).send("Browser.crash")
        context = self.launch(juror)
        self.stack.callback(context.close)
        context.clear_cookies()  # a session ends with its browser, unless a crash had time to keep the cookie
        context.set_offline(True)
        self.pages[juror] = context.new_page()

    def come_back(self) -> None:
        for page in self.pages:
            page.goto(self.hall.address)
            open_with_pin(page)
            expect(line(page)).to_contain_text(f"Faltan por enviar: {GROUPS}")
            online(page)
        for juror in (0, 1):
            expect(line(self.pages[juror])).to_contain_text("Su sesión terminó")
            cookies = self.pages[juror].context.cookies()
            assert "session" not in {cookie["name"] for cookie in cookies}, (
                "the page began a session of its own"
            )
            self.hall.admit(self.pages[juror].context, juror)
            self.pages[juror].locator("[data-send]").click()
        for page in self.pages:
            expect(line(page)).to_have_text("Todo enviado.")


def recuse(hall: Hall, juror: int) -> None:
    """Recuse a juror from every group, while the phone is away."""
    with hall.portal.database.transaction() as session:
        session.execute(
            update(Interest)
            .where(Interest.juror_id == hall.jurors[juror])
            .values(recused=True, reason="Compadre de un socio")
        )


def closed(hall: Hall) -> dict[str, tuple[Fraction, int | None]]:
    """Close the scoring; give what the portal counted: the exact total and the place of each group."""
    with hall.portal.database.transaction() as session:
        close_scoring(session, act_of(hall.secretary, JURY_DAY), contest_id=hall.contest_id)
        rows = session.execute(
            select(
                Application.code,
                RankingLine.total_numerator,
                RankingLine.total_denominator,
                RankingLine.place,
            ).join(Application, Application.id == RankingLine.application_id)
        )
        return {str(code): (Fraction(over or 0, under or 1), place) for code, over, under, place in rows}


def counted_by_hand(hall: Hall) -> dict[str, tuple[Fraction, int | None]]:
    """Work out the same from what was given, with plain fractions and nothing of the portal."""
    totals = {group: total_of(number) for number, group in enumerate(hall.groups)}
    order = sorted(totals.values(), reverse=True)
    assert len(set(order)) == GROUPS
    return {
        group: (total, order.index(total) + 1 if total >= PASS_MARK else None)
        for group, total in totals.items()
    }


def test_five_phones_score_in_flight_mode_and_the_totals_are_those_of_what_was_given(
    browser: Browser,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, object],
    tmp_path: Path,
    sqlite_migrated: str,
) -> None:
    def launch(juror: int) -> BrowserContext:
        return browser_type.launch_persistent_context(
            tmp_path / str(juror), base_url=hall.portal.url, viewport=VIEW, **browser_type_launch_args
        )

    with ExitStack() as stack:
        folder, size = tmp_path / "portal", {"groups": GROUPS, "jurors": JURORS}
        hall = stack.enter_context(served_hall(folder, sqlite_migrated, **size, rulebook=RULES))
        phones = Phones(hall, browser, launch, stack)
        phones.score_in_flight_mode()
        phones.kill_and_restart(0)
        phones.kill_and_restart(1)
        recuse(hall, RECUSED)
        before = [hall.stored(juror) for juror in range(JURORS)]

        phones.come_back()

        expect(phones.pages[2].locator("[data-clock]")).to_contain_text("El reloj de este teléfono está mal")
        expect(phones.pages[RECUSED].locator(".sheet-card").first).to_contain_text("Retenida, no cuenta")
        expected = [
            {} if j == RECUSED else {g: ("final", marks_of(j, n)) for n, g in enumerate(hall.groups)}
            for j in range(JURORS)
        ]
        assert (before, [hall.stored(juror) for juror in range(JURORS)]) == ([{}] * JURORS, expected)
        with hall.portal.database.reading() as session:
            held = [one.reason for one in fates_of(session, hall.jurors[RECUSED]).values()]
        assert held == ["recused"] * (len(LABELS) + 1 + 2 * (GROUPS - 1))
        assert closed(hall) == counted_by_hand(hall)
