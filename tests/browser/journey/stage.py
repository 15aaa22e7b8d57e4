"""The place of the journey: a served portal, and one browser for each person as if on a machine of their own."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from contest_portal.accounts.rules.actor import OPERATOR, Act, Grant, Role
from contest_portal.accounts.services.create_user import create_user
from tests.browser.journey.cast import (
    BAKERS,
    BEEKEEPERS,
    BREEDERS,
    JURORS,
    MILLERS,
    PASSWORD,
    SECRETARY,
    STAFF,
    Account,
)
from tests.browser.journey.moves import fill_in, go, press
from tests.browser.looking import faults_of_view
from tests.browser.serving import ServedPortal
from tests.factories.accounts import make_office

PHONE = (360, 740)
SCREEN = (1280, 800)


@dataclass
class Stage:
    """The portal, the browser, and the pages that people hold open. `faults` are what browsers complained about."""

    portal: ServedPortal
    browser: Browser
    contest_id: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def visitor(self, size: tuple[int, int] = SCREEN) -> Page:
        """Give a person without account a browser."""
        context = self.browser.new_context(
            base_url=self.portal.url,
            locale="es-PE",
            viewport={"width": size[0], "height": size[1]},
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._note(message.type, message.text))
        return page

    def page_of(self, person: Account, size: tuple[int, int] = SCREEN) -> Page:
        """Give a person's page; the first time, the person signs in."""
        if person.email not in self.pages:
            page = self.visitor(size)
            sign_in(page, person.email, PASSWORD)
            self.pages[person.email] = page
        return self.pages[person.email]

    def sign_out(self, person: Account) -> None:
        """Close a person's session and browser."""
        page = self.pages.pop(person.email)
        page.locator("summary.account-summary").click()
        press(page, "Cerrar sesión")
        page.context.close()

    def examine(self, page: Page) -> None:
        """Look closely at a page that stands in this state only for a moment, so that no crawl meets it."""
        self.faults.extend(f"{page.url}: {fault}" for fault in faults_of_view(page))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:  # a refusal is no fault of the page
            self.faults.append(text)


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in on the page for it."""
    go(page, "/ingresar")
    fill_in(page, {"Correo electrónico": email, "Contraseña": password})
    press(page, "Ingresar")


def open_the_office(portal: ServedPortal) -> None:
    """Make what stands before the first page: an office and accounts. The weavers' account is opened on a page."""
    roles = {STAFF: Role.STAFF, SECRETARY: Role.SECRETARY} | dict.fromkeys(JURORS, Role.JUROR)
    for group in (BREEDERS, BEEKEEPERS, BAKERS, MILLERS):
        roles[group.representative] = Role.REPRESENTATIVE
    with portal.database.transaction() as session:
        make_office(session)
        for account, role in roles.items():
            create_user(
                session,
                Act(OPERATOR, portal.clock()),
                email=account.email,
                full_name=account.full_name,
                password=PASSWORD,
                grants=frozenset({Grant(role)}),
            )
