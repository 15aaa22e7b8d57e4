"""Named reads of groups and their present members."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application, GroupMember, ProducerGroup
from contest_portal.applications.promoter_queries import promoted_by
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.database import lines
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Centre, District, Household, Person, whole_name


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with where it is."""

    group_id: int
    name: str
    ruc: str | None
    centre_code: str
    centre_name: str
    ubigeo: str
    district_name: str
    representative_id: int
    members: int
    version: int


@dataclass(frozen=True, slots=True)
class GroupMemberView:
    """A present member of a group."""

    member_id: int
    person_id: int
    dni: str
    full_name: str
    sex: str
    office: str
    household_id: int
    household_code: str
    centre_name: str


def groups_of(session: Session, user_id: int) -> tuple[GroupView, ...]:
    """List the groups that a person represents or promotes, by name."""
    query = _groups().where(
        (ProducerGroup.representative_id == user_id) | ProducerGroup.id.in_(promoted_by(user_id))
    )
    return tuple(GroupView(*row) for row in session.execute(query))


def group_view(session: Session, group_id: int) -> GroupView:
    """Give a group; NotFound when there is none."""
    row = lines(session, _group(), {"group_id": group_id}).one_or_none()
    if row is None:
        raise NotFound(f"group {group_id}")
    return GroupView(*row)


def group_members(session: Session, group_id: int) -> tuple[GroupMemberView, ...]:
    """List the present members of a group in the order they joined."""
    rows = lines(session, _members(), {"group_id": group_id})
    return tuple(
        GroupMemberView(
            member_id=row.id,
            person_id=row.person_id,
            dni=row.dni,
            full_name=whole_name(row.given_names, row.paternal_surname, row.maternal_surname),
            sex=row.sex,
            office=row.office,
            household_id=row.household_id,
            household_code=row.household_code,
            centre_name=row.centre_name,
        )
        for row in rows
    )


def contest_in_progress(session: Session, group_id: int) -> str | None:
    """Give the title of a contest in which the group stands and whose result is not published; else None."""
    return session.scalar(
        select(Contest.title)
        .join(Application, Application.contest_id == Contest.id)
        .where(
            Application.group_id == group_id,
            Application.state == ApplicationState.SUBMITTED.value,
            Contest.state != ContestState.ANNOUNCED.value,
        )
        .order_by(Contest.id)
        .limit(1)
    )


def ruc_holder(session: Session, ruc: str) -> int | None:
    """Give the id of the group that bears a RUC; None when it is free."""
    return session.scalar(select(ProducerGroup.id).where(ProducerGroup.ruc == ruc))


@cache
def _members() -> Select[*tuple[Any, ...]]:
    return (
        select(
            GroupMember.id, GroupMember.person_id, GroupMember.office, Person.dni, Person.given_names,
            Person.paternal_surname, Person.maternal_surname, Person.sex, Person.household_id,
            Household.code.label("household_code"), Centre.name.label("centre_name"),
        )
        .join(Person, Person.id == GroupMember.person_id)
        .join(Household, Household.id == Person.household_id)
        .join(Centre, Centre.code == Household.centre_code)
        .where(GroupMember.group_id == bindparam("group_id"), GroupMember.left_at.is_(None))
        .order_by(GroupMember.id)
    )  # fmt: skip


@cache
def _group() -> Select[int, str, str | None, str, str, str, str, int, int, int]:
    return _groups().where(ProducerGroup.id == bindparam("group_id"))


@cache
def _groups() -> Select[int, str, str | None, str, str, str, str, int, int, int]:
    members = (
        select(func.count(GroupMember.id))
        .where(GroupMember.group_id == ProducerGroup.id, GroupMember.left_at.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            ProducerGroup.id,
            ProducerGroup.name,
            ProducerGroup.ruc,
            ProducerGroup.centre_code,
            Centre.name,
            District.ubigeo,
            District.name,
            ProducerGroup.representative_id,
            members,
            ProducerGroup.version,
        )
        .join(Centre, Centre.code == ProducerGroup.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .order_by(ProducerGroup.name, ProducerGroup.id)
    )
