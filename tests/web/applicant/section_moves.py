"""What tests of a profile's sections do: fill in rows, save a section."""

from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.applications.rules.profile import Profile
from tests.page_client import PageClient

PURCHASE = {"description": "Malla", "unit": "rollo", "quantity": "3", "unit_cost": "1,120.50"}


def address(draft: Application, slug: str) -> str:
    return f"/grupo/solicitudes/{draft.id}/{slug}"


def rows(prefix: str, *entries: dict[str, str]) -> dict[str, str]:
    return {
        f"{prefix}-{number}-{name}": value
        for number, entry in enumerate(entries)
        for name, value in entry.items()
    }


def save(
    client: PageClient, session: Session, draft: Application, slug: str, fields: dict[str, str]
) -> tuple[int, str, Profile]:
    response = client.post(address(draft, slug), data={"version": str(draft.version), **fields})
    session.expire_all()
    return response.status_code, response.get_data(as_text=True), profile_of(session, draft.id)
