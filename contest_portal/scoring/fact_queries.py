"""Named reads of the facts that criteria are computed from: noted at the opening, or still in the register."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.registry.models.register import Centre, Person
from contest_portal.scoring.fact_models import ScoringFact
from contest_portal.scoring.rules.entries import FactFigure
from contest_portal.scoring.rules.register_facts import RegisteredMember

Facts = Mapping[int, tuple[FactFigure, ...]]


def facts_of(session: Session, contest_id: int) -> Facts:
    """Give what was noted of every group of a contest, by application."""
    return facts_where(session, Application.contest_id == contest_id)


def facts_where(session: Session, of_whom: ColumnElement[bool]) -> Facts:
    """Give what was noted of the applications that a condition names."""
    rows = session.scalars(
        select(ScoringFact)
        .join(Application, Application.id == ScoringFact.application_id)
        .where(of_whom)
        .order_by(ScoringFact.application_id, ScoringFact.kind)
    )
    found: dict[int, tuple[FactFigure, ...]] = {}
    for row in rows:
        figure = FactFigure(FactKind(row.kind), row.part, row.whole)
        found[row.application_id] = (*found.get(row.application_id, ()), figure)
    return found


def registered_members(session: Session, contest_id: int) -> Mapping[int, tuple[RegisteredMember, ...]]:
    """Give the members of every application of a contest as the register knows them now, by application.

    Sex and home are those of the day the profile was sent, as on its receipt; the birth date stands in the register.
    """
    rows = session.execute(
        select(ApplicationMember, Person.birth_date, Centre.area)
        .join(Application, Application.id == ApplicationMember.application_id)
        .join(Person, Person.id == ApplicationMember.person_id)
        .join(Centre, Centre.code == ApplicationMember.centre_code)
        .where(Application.contest_id == contest_id)
        .order_by(ApplicationMember.application_id, ApplicationMember.id)
    )
    found: dict[int, tuple[RegisteredMember, ...]] = {}
    for member, born_on, area in rows:
        told = RegisteredMember(member.id, member.sex, born_on, area, member.centre_code)
        found[member.application_id] = (*found.get(member.application_id, ()), told)
    return found
