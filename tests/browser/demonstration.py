"""The demonstration as the browser tests look at it: loaded as `bin/demo` does, and one contest that is a draft."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from contest_portal.cli.demo.cast import OFFICE_PLAYERS, PASSWORD, act_of
from contest_portal.contests.models import Fund
from contest_portal.contests.services.create_contest import create_contest
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.database import Database
from contest_portal.kernel.money import Money
from tests.browser.serving import empty_portal, make_app
from tests.conftest import StandingClock

FOR_DESIGNERS = "JOVENES-EN-DISENO"
"""A draft that tests of the designer change as they like."""


def load_demonstration(folder: Path, migrated: str) -> None:
    """Load into an empty folder and a copy of the migrated database.

    Its stories stand around the present day, so the clock is the real one.
    """
    app = make_app(empty_portal(folder, migrated), "http://127.0.0.1", StandingClock(utc_now()))
    app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        create_contest(
            session,
            act_of(session, OFFICE_PLAYERS[0], utc_now()),
            fund_id=session.scalars(select(Fund).order_by(Fund.id).limit(1)).one().id,
            code=FOR_DESIGNERS,
            title="Concurso de jóvenes, en diseño",
            amount=Money.soles(20_000),
            template="young_entrepreneurs",
        )
    database.engine.dispose()


def signed_in(context: BrowserContext, email: str) -> Page:
    """Sign a person in on the page for it; without an address the person stays a visitor."""
    page = context.new_page()
    if email:
        page.goto("/ingresar")
        page.get_by_label("Correo electrónico").fill(email)
        page.get_by_label("Contraseña").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda url: "/ingresar" not in url)
    return page
