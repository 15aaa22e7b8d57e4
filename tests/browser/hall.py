"""A contest under evaluation behind a served portal, and jurors' phones in a browser."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from contest_portal.accounts.models import User
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.scoring.models import Sheet
from tests.browser.serving import ServedPortal, empty_portal, served_portal
from tests.conftest import StandingClock
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.scoring import make_attendance
from tests.page_client import PageClient

PIN = "271828"
VIEW = {"width": 360, "height": 740}
WRITE = """async (sheets) => {
  const scripts = document.querySelector("script[type=module]").src.replace("portal.js", "juror/");
  const {Notebook} = await import(scripts + "notebook.js");
  const {standing} = await import(scripts + "standing.js");
  const {user, contest} = document.querySelector("[data-component=phone-scoring]").dataset;
  const notebook = await new Notebook(user, contest).open();
  await Promise.all(sheets.map(([group, kind, given]) => {
    const marks = given.map(([criterion, units]) => ({criterion, reason: "", units}));
    return notebook.write(group, "FIELD", {comment: "", kind, marks}, standing(notebook, group, "FIELD").basedOn);
  }));
}"""
"""Writes sheets as the page does, but for the typing: the next one begins while the one before is being kept."""


@dataclass(frozen=True, slots=True)
class Hall:
    """The contest by its numbers and codes, and who scores in it."""

    portal: ServedPortal
    contest_id: int
    groups: tuple[str, ...]
    users: tuple[int, ...]
    jurors: tuple[int, ...]
    secretary: User

    @property
    def address(self) -> str:
        """Give the page for scoring without a connection."""
        return f"/jurado/concursos/{self.contest_id}/sin-conexion"

    def admit(self, context: BrowserContext, juror: int) -> None:
        """Give a browser the session of a juror."""
        self.admit_user(context, self.users[juror])

    def admit_user(self, context: BrowserContext, user_id: int) -> None:
        """Give a browser the session of anybody."""
        client = self.portal.app.test_client()
        assert isinstance(client, PageClient)
        client.sign_in(user_id)
        cookie = client.get_cookie("session")
        assert cookie is not None
        context.add_cookies([{"name": "session", "value": cookie.value, "url": self.portal.url}])

    def open(self, context: BrowserContext, juror: int) -> Page:
        """Open the page with a connection for the first time, until all of it is on the phone, under a PIN."""
        self.admit(context, juror)
        page = context.pages[0] if context.pages else context.new_page()
        page.goto(self.address)
        choose_pin(page)
        expect(line(page)).to_have_text("Todo enviado.")
        page.wait_for_selector("html[data-kept]")
        return page

    def stored(self, juror: int) -> Mapping[str, tuple[str, dict[str, int]]]:
        """Give the state and the marks of a juror's sheets of the field phase, by group."""
        with self.portal.database.reading() as session:
            rows = session.scalars(
                select(Sheet)
                .where(Sheet.juror_id == self.jurors[juror], Sheet.phase_code == "FIELD")
                .options(selectinload(Sheet.marks), selectinload(Sheet.application))
                .order_by(Sheet.id)
            )
            return {
                sheet.application.code or "": (
                    sheet.state,
                    {mark.criterion_code: mark.units for mark in sheet.marks},
                )
                for sheet in rows
            }


@contextmanager
def served_hall(
    folder: Path, migrated: str, *, groups: int, jurors: int, rulebook: Rulebook = RULEBOOK
) -> Iterator[Hall]:
    """Serve a hall from a folder; `migrated` is the address of a database with every table, which is copied."""
    with served_portal(empty_portal(folder, migrated), StandingClock()) as portal:
        yield make_hall(portal, groups=groups, jurors=jurors, rulebook=rulebook)


def make_hall(portal: ServedPortal, *, groups: int, jurors: int, rulebook: Rulebook) -> Hall:
    """Make the contest, the families of every group recorded as present."""
    portal.app.test_client_class = PageClient
    with portal.database.transaction() as session:
        names = tuple(f"Grupo {number}" for number in range(groups))
        scene: Evaluation = make_evaluation(session, groups=names, jurors=jurors, rulebook=rulebook)
        for application in scene.applications:
            make_attendance(session, application, scene.secretary, present=4)
        return Hall(
            portal,
            scene.contest.id,
            tuple(application.code or "" for application in scene.applications),
            tuple(user.id for user in scene.users),
            tuple(juror.id for juror in scene.jurors),
            scene.secretary,
        )


def line(page: Page) -> Locator:
    """Find the line that says what is still to be sent."""
    return page.locator("[data-line]")


def choose_pin(page: Page, pin: str = PIN, again: str = "") -> None:
    """Type the PIN of this phone twice, where the page asks for one."""
    page.get_by_label("PIN de 6 números").fill(pin)
    page.get_by_label("El mismo PIN otra vez").fill(again or pin)
    page.get_by_role("button", name="Guardar el PIN").click()


def open_with_pin(page: Page, pin: str = PIN) -> None:
    """Type the PIN that opens the sheets."""
    page.get_by_label("Su PIN de 6 números").fill(pin)
    page.get_by_label("Su PIN de 6 números").press("Enter")


def box(page: Page, criterion: str) -> Locator:
    """Find where a criterion's mark is typed."""
    return page.get_by_role("textbox", name=criterion, exact=True)


def write(page: Page, group: str, marks: Mapping[str, int], kind: str = "draft") -> None:
    """Keep a state of a sheet of the field phase on the phone."""
    write_all(page, [(group, kind, marks)])


def write_all(page: Page, sheets: Sequence[tuple[str, str, Mapping[str, int]]]) -> None:
    """Keep states of sheets of the field phase on the phone, one after the other: group, kind and marks."""
    page.evaluate(WRITE, [(group, kind, sorted(marks.items())) for group, kind, marks in sheets])


def online(page: Page) -> None:
    """Give the connection back, as the browser tells its page."""
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
