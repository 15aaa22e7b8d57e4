"""A staff member at the designer of a draft, and what its pages send."""

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.rulebook import (
    Rulebook,
)
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_contest
from tests.factories.registry import make_district
from tests.page_client import PageClient


class Desk:
    """A staff member at the designer of one draft."""

    def __init__(self, session: Session, client: PageClient, contest: Contest) -> None:
        self.session, self.client, self.contest = session, client, contest

    def get(self, part: str) -> TestResponse:
        return self.client.get(f"/oficina/concursos/{self.contest.id}/{part}")

    def post(self, part: str, data: dict[str, object]) -> TestResponse:
        """Send a part with the version that the page shows."""
        return self.send(part, {"version": self.contest.version} | data)

    def send(self, part: str, data: dict[str, object]) -> TestResponse:
        """Send these fields and no others."""
        return self.client.post(f"/oficina/concursos/{self.contest.id}/{part}", data=data)

    @property
    def book(self) -> Rulebook:
        self.session.refresh(self.contest)
        return read_rulebook(self.contest.draft)


def make_desk(session: Session, client: PageClient) -> Desk:
    """Sign in a staff member and open a draft."""
    office = make_office(session)
    staff: User = make_user(session, Role.STAFF)
    make_district(session)
    contest = make_contest(session, office, staff, state="draft")
    session.commit()
    return Desk(session, client.sign_in(staff.id), contest)


def rows(name: str, *values: dict[str, object]) -> dict[str, object]:
    """Write rows as the page sends them, an empty spare one at the end."""
    blank = dict.fromkeys(values[0], "")
    return {
        f"{name}-{number}-{key}": value
        for number, row in enumerate((*values, blank))
        for key, value in row.items()
    }


CALENDAR = {
    "opens_at": "2027-05-01T08:00",
    "closes_at": "2027-05-30T17:00",
    "field_from": "2027-06-02",
    "field_to": "2027-06-05",
    "public_on": "2027-06-09",
    "results_on": "2027-06-10",
}
