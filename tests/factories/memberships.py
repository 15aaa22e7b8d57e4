"""Programmes (they come with the migrations), and who belongs to them."""

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models.memberships import Membership, MembershipStep, SocialProgramme
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.rules.reports import ImportReport
from tests.factories.registry_files import imported

NOTED = datetime(2026, 11, 1, 15, 0, tzinfo=UTC)
HEADER = "codigo_hogar,dni,programa,desde,hasta\n"


def programme_of(session: Session, code: str = "juntos") -> SocialProgramme:
    return session.scalars(select(SocialProgramme).where(SocialProgramme.code == code)).one()


def make_membership(
    session: Session,
    whose: Household | Person,
    code: str = "juntos",
    *,
    since: date = date(2019, 3, 1),
    until: date | None = None,
    is_voided: bool = False,
) -> Membership:
    """Make a membership that a person noted."""
    row = Membership(
        programme_id=programme_of(session, code).id,
        household_id=whose.id if isinstance(whose, Household) else None,
        person_id=whose.id if isinstance(whose, Person) else None,
        since=since,
        until=until,
        evidence="Carné que mostró en la visita.",
        recorded_at=NOTED,
        voided_at=NOTED if is_voided else None,
        void_reason="Se anotó en otro hogar." if is_voided else None,
    )
    session.add(row)
    session.flush()
    session.add(MembershipStep(membership_id=row.id, number=1, until=until, noted_at=NOTED))
    session.flush()
    return row


def told(session: Session, *lines: str) -> ImportReport:
    """Import a file with these lines."""
    return imported(session, "memberships", HEADER + "".join(f"{line}\n" for line in lines))


def all_memberships(session: Session) -> list[Membership]:
    return list(session.scalars(select(Membership).order_by(Membership.id)))


def said_of(session: Session, row: Membership) -> list[date | None]:
    """Give every last day that was said of a membership, in that order."""
    steps = select(MembershipStep.until).where(MembershipStep.membership_id == row.id)
    return list(session.scalars(steps.order_by(MembershipStep.number)))
