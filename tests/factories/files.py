"""A household with two members, everything sensitive known, and an application that won. All invented."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import ApplicationMember
from contest_portal.registry.access import Screen
from contest_portal.registry.models.register import Centre, Household, Person
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from tests.factories.allocation import ScoredContest
from tests.factories.registry import make_centre, make_district, make_household, make_person

SCREEN = Screen(name="staff.person", request_id="a1b2c3d4")
DETAIL = "Pide corregir su fecha en el acta."


@dataclass(frozen=True, slots=True)
class Family:
    """A household with its head and a child."""

    household: Household
    head: Person
    child: Person

    @property
    def file(self) -> FileRef:
        return FileRef(FileOf.HOUSEHOLD, self.household.id)

    @property
    def head_file(self) -> FileRef:
        return FileRef(FileOf.PERSON, self.head.id)


def make_family(session: Session, centre: Centre | None = None) -> Family:
    """Make the family of Delia and Saúl in a centre, its own one when none is given."""
    if centre is None:
        make_district(session)
        centre = make_centre(session)
    household = make_household(session, centre, code="H-CANTO-1")
    household.language = "quechua chanka"
    household.sisfoh_class = "pobre_extremo"
    household.sisfoh_classified_on = date(2024, 5, 19)
    household.sisfoh_expires_on = date(2027, 5, 19)
    head = make_person(session, household, dni="71234567")
    child = make_person(
        session, household, dni="79876543", given_names="Saúl", paternal_surname="Quispe", is_head=False
    )
    child.birth_date = date(2009, 7, 1)
    session.flush()
    return Family(household, head, child)


def winner_of(session: Session, scored: ScoredContest, name: str = "Sumaq Kuy") -> ApplicationMember:
    """Give the first member of a group's application."""
    return session.scalars(
        select(ApplicationMember)
        .where(ApplicationMember.application_id == scored.groups[name].id)
        .order_by(ApplicationMember.id)
        .limit(1)
    ).one()
