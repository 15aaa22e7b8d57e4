"""Named reads of what groups sent. Later stages read entrants; pages of a group read its own applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Row, Select, SQLColumnExpression, bindparam, case, distinct, func, select
from sqlalchemy.orm import Session

from contest_portal.applications.imported_models import ImportedGroup
from contest_portal.applications.models import (
    Application,
    ApplicationMember,
    HouseholdClaim,
    ProducerGroup,
)
from contest_portal.applications.promoter_queries import promoted_by
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.rules.profile import Profile, read_profile
from contest_portal.applications.rules.screening import ScreeningState
from contest_portal.applications.screening_models import Screening
from contest_portal.contests.models import Contest
from contest_portal.kernel.database import lines
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Centre, District

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Entrant:
    """A group that stands in a contest, as every later stage sees it. Counts are those of the day it was sent."""

    application_id: int
    code: str
    group_id: int
    group_name: str
    category_code: str
    line_code: str
    title: str
    requested: Money
    submitted_at: datetime
    centre_code: str
    centre_name: str
    district_name: str
    households: int
    members: int
    women: int


@dataclass(frozen=True, slots=True)
class EntrantMember:
    """A member as the register knew the person on the day the profile was sent."""

    person_id: int
    household_id: int
    dni: str
    full_name: str
    sex: str
    office: str
    centre_code: str


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with its group and contest, in any state."""

    application_id: int
    contest_id: int
    contest_code: str
    contest_title: str
    contest_state: str
    opens_at: datetime | None
    closes_at: datetime | None
    group_id: int
    group_name: str
    representative_id: int
    state: str
    code: str | None
    category_code: str | None
    line_code: str | None
    title: str
    requested: Money
    submitted_at: datetime | None
    content_sha256: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A household's place in a contest and the application that holds it."""

    household_id: int
    application_id: int
    application_code: str
    group_id: int


def entrants(session: Session, contest_id: int) -> tuple[Entrant, ...]:
    """List the groups that stand in a contest (sent, not withdrawn, not turned down by the screening), by code."""
    query = _entrants().where(Application.contest_id == contest_id)
    return tuple(_entrant(row) for row in session.execute(query))


def entrant_ids(session: Session, contest_id: int) -> tuple[int, ...]:
    """List the applications of the groups that stand in a contest."""
    query = _standing(select(Application.id)).where(Application.contest_id == contest_id)
    return tuple(session.scalars(query.order_by(Application.id)))


def entrant(session: Session, application_id: int) -> Entrant:
    """Give one group that stands in a contest; NotFound when it never sent, withdrew or was turned down."""
    row = session.execute(_one_entrant(), {"application_id": application_id}).one_or_none()
    if row is None:
        raise NotFound(f"entrant {application_id}")
    return _entrant(row)


def members_of(session: Session, application_id: int) -> tuple[EntrantMember, ...]:
    """List the members an application was sent with, in the order they joined."""
    rows = session.scalars(
        select(ApplicationMember)
        .where(ApplicationMember.application_id == application_id)
        .order_by(ApplicationMember.id)
    )
    return tuple(
        EntrantMember(
            person_id=row.person_id,
            household_id=row.household_id,
            dni=row.dni,
            full_name=row.full_name,
            sex=row.sex,
            office=row.office,
            centre_code=row.centre_code,
        )
        for row in rows
    )


def profile_of(session: Session, application_id: int) -> Profile:
    """Give the profile of an application; NotFound when there is no such application."""
    text = session.scalar(select(Application.profile).where(Application.id == application_id))
    if text is None:
        raise NotFound(f"application {application_id}")
    return read_profile(text)


def profiles_of(session: Session, application_ids: Iterable[int]) -> dict[int, Profile]:
    """Give the profiles of several applications by id; unknown ids are left out."""
    rows = session.execute(
        select(Application.id, Application.profile)
        .where(Application.id.in_(sorted(set(application_ids))))
        .order_by(Application.id)
    )
    return {row.id: read_profile(row.profile) for row in rows}


def applications_of(session: Session, user_id: int) -> tuple[ApplicationView, ...]:
    """List the applications of the groups that a person represents or promotes, newest contest first."""
    query = (
        _applications()
        .where((ProducerGroup.representative_id == user_id) | ProducerGroup.id.in_(promoted_by(user_id)))
        .order_by(Contest.id.desc(), ProducerGroup.name, Application.id)
    )
    return tuple(_view(*row) for row in session.execute(query))


def applications_of_group(session: Session, group_id: int) -> tuple[ApplicationView, ...]:
    """List the applications of a group, newest contest first."""
    query = _applications().where(Application.group_id == group_id).order_by(Contest.id.desc())
    return tuple(_view(*row) for row in session.execute(query))


def applications_in(session: Session, contest_id: int) -> tuple[ApplicationView, ...]:
    """List every application to a contest, drafts included: sent ones by code, then drafts by group."""
    query = (
        _applications()
        .where(Application.contest_id == contest_id)
        .order_by(
            Application.code.is_(None),
            func.length(Application.code),
            Application.code,
            ProducerGroup.name,
            Application.id,
        )
    )
    return tuple(_view(*row) for row in session.execute(query))


def application_view(session: Session, application_id: int) -> ApplicationView:
    """Give an application in any state; NotFound when there is none."""
    row = session.execute(_applications().where(Application.id == application_id)).one_or_none()
    if row is None:
        raise NotFound(f"application {application_id}")
    return _view(*row)


_CLAIMS = (
    select(HouseholdClaim.household_id, Application.id, Application.code, Application.group_id)
    .join(Application, Application.id == HouseholdClaim.application_id)
    .where(
        HouseholdClaim.contest_id == bindparam("contest_id"),
        HouseholdClaim.household_id.in_(bindparam("household_ids", expanding=True)),
    )
    .order_by(HouseholdClaim.id)
)


def claims_on(session: Session, contest_id: int, household_ids: Iterable[int]) -> tuple[Claim, ...]:
    """List the places that these households already hold in a contest."""
    asked = {"contest_id": contest_id, "household_ids": sorted(set(household_ids))}
    rows = lines(session, _CLAIMS, asked)
    return tuple(
        Claim(household_id, application_id, code or "", group_id)
        for household_id, application_id, code, group_id in rows
    )


_NEWEST_CODE = (
    select(Application.code)
    .where(Application.contest_id == bindparam("contest_id"), Application.code.is_not(None))
    .order_by(func.length(Application.code).desc(), Application.code.desc())
    .limit(1)
)


def newest_code(session: Session, contest_id: int) -> str | None:
    """Give the highest code given out in a contest; None before the first."""
    return session.scalar(_NEWEST_CODE, {"contest_id": contest_id})


@cache
def _one_entrant() -> Select[*tuple[Any, ...]]:
    return _entrants().where(Application.id == bindparam("application_id"))


def _entrants() -> Select[*tuple[Any, ...]]:
    """Ask for the fields of `Entrant`, as columns: whole rows would bring each profile along."""
    return _standing(
        select(
            Application.id.label("application_id"),
            func.coalesce(Application.code, "").label("code"),
            ProducerGroup.id.label("group_id"),
            ProducerGroup.name.label("group_name"),
            func.coalesce(Application.category_code, "").label("category_code"),
            func.coalesce(Application.line_code, "").label("line_code"),
            Application.title,
            Application.requested,
            Application.submitted_at,
            ProducerGroup.centre_code,
            Centre.name.label("centre_name"),
            District.name.label("district_name"),
            _told(ImportedGroup.households, distinct(ApplicationMember.household_id)).label("households"),
            _told(ImportedGroup.households, ApplicationMember.id).label("members"),
            _told(ImportedGroup.women, case((ApplicationMember.sex == "F", 1))).label("women"),
        )
        .outerjoin(ImportedGroup, ImportedGroup.application_id == Application.id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .join(Centre, Centre.code == ProducerGroup.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .order_by(func.length(Application.code), Application.code, Application.id)
    )


def _standing(query: Query) -> Query:
    """Leave what was sent, is not withdrawn, and was not turned down."""
    return query.where(
        Application.state == ApplicationState.SUBMITTED.value, Application.id.not_in(_turned_down())
    )


def _told(figure: SQLColumnExpression[int], counted: SQLColumnExpression[Any]) -> SQLColumnExpression[int]:
    """Give a figure told of a group that came in from elsewhere, or what its members count to."""
    members = select(func.count(counted)).where(ApplicationMember.application_id == Application.id)
    return func.coalesce(figure, members.scalar_subquery())


def _turned_down() -> Select[int]:
    return select(Screening.application_id).where(Screening.state == ScreeningState.REJECTED.value)


def _entrant(row: Row[*tuple[Any, ...]]) -> Entrant:
    if row.submitted_at is None:
        raise ValueError(f"application {row.application_id} was sent at no time")
    return Entrant(*row)


def _applications() -> Select[Application, Contest, ProducerGroup]:
    return (
        select(Application, Contest, ProducerGroup)
        .join(Contest, Contest.id == Application.contest_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
    )


def view_of(application: Application) -> ApplicationView:
    """Give what lists say of an application that is at hand with its contest and group."""
    return _view(application, application.contest, application.group)


def _view(application: Application, contest: Contest, group: ProducerGroup) -> ApplicationView:
    return ApplicationView(
        application_id=application.id,
        contest_id=contest.id,
        contest_code=contest.code,
        contest_title=contest.title,
        contest_state=contest.state,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        group_id=group.id,
        group_name=group.name,
        representative_id=group.representative_id,
        state=application.state,
        code=application.code,
        category_code=application.category_code,
        line_code=application.line_code,
        title=application.title,
        requested=application.requested,
        submitted_at=application.submitted_at,
        content_sha256=application.content_sha256,
        version=application.version,
    )
