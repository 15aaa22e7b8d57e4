"""Families of the demonstration in social programmes: in Juntos as a household, in Contigo as a person."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.registry.models.memberships import SocialProgramme
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.rules.memberships import Period
from contest_portal.registry.services.end_membership import end_membership
from contest_portal.registry.services.record_membership import record_membership

THIRD, SIXTIETH = 3, 60


def tell_programmes(session: Session, staff: Act, now: datetime) -> None:
    """Note every third household in Juntos, one of them until last year, and every sixtieth person in Contigo."""
    act = Act(staff.actor, now - timedelta(days=8))
    ids = {row.code: row.id for row in session.scalars(select(SocialProgramme))}
    homes = session.scalars(
        select(Household.id).where(Household.gone_batch_id.is_(None)).order_by(Household.id)
    ).all()
    for number, household_id in enumerate(homes[::THIRD]):
        row = record_membership(
            session,
            act,
            file=FileRef(FileOf.HOUSEHOLD, household_id),
            programme_id=ids["juntos"],
            period=Period(date(2019 + number % 5, 3, 1)),
            evidence="Relación de hogares afiliados que entregó la municipalidad.",
        )
        if number == 0:
            end_membership(
                session,
                act,
                membership_id=row.id,
                expected_version=row.version,
                until=date(2025, 12, 31),
            )
    people = select(Person.id).where(Person.gone_batch_id.is_(None)).order_by(Person.id)
    for person_id in session.scalars(people).all()[::SIXTIETH]:
        record_membership(
            session,
            act,
            file=FileRef(FileOf.PERSON, person_id),
            programme_id=ids["contigo"],
            period=Period(date(2024, 1, 1)),
            evidence="Mostró su constancia de pensión en la visita.",
        )
