"""What the tests of a profile that saves itself do and read."""

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.rules.profile import Profile, read_profile
from tests.browser.serving import ServedPortal

SUMMARY = "De qué trata el negocio"
TITLE = "Nombre del negocio"


def draft_of(demo: ServedPortal) -> int:
    """Give the number of the group's draft."""
    return _stored(demo).id


def profile(demo: ServedPortal) -> Profile:
    """Read the profile of the group's draft as it is now."""
    return read_profile(_stored(demo).profile)


def summary(demo: ServedPortal) -> str:
    """Read the summary of the group's draft as it is now."""
    return profile(demo).summary


def _stored(demo: ServedPortal) -> Application:
    with demo.database.reading() as session:
        return session.scalars(
            select(Application)
            .join(ProducerGroup, ProducerGroup.id == Application.group_id)
            .where(ProducerGroup.name == "Sisa Pampa", Application.state == "draft")
        ).one()


def write(page: Page, label: str, text: str) -> None:
    """Write in a field and leave it."""
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).blur()


def state_of(page: Page) -> Locator:
    """Find the line that says where the fields stand."""
    return page.locator("[data-autosave-said]")


def open_part(page: Page, draft: int, slug: str) -> None:
    """Open a part of the profile and wait until its script runs."""
    page.goto(f"/grupo/solicitudes/{draft}/{slug}")
    expect(page.locator("[data-autosave-back]")).to_have_text("Volver al resumen")
