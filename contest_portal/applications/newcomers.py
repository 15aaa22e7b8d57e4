"""The group of a paper that is not registered yet: what was noted of it, and how it is registered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import active_user
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.newcomer_models import PaperMember, PaperNewcomer
from contest_portal.applications.registering import keep_group, keep_member
from contest_portal.applications.registry_answers import find_person, identity_problems
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.rules.newcomer import (
    NO_REPRESENTATIVE,
    Declared,
    Newcomer,
    not_a_representative,
)
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_, NotFound, Problem, Refused, refuse
from contest_portal.registry.models.register import Person
from contest_portal.registry.queries.register import centre_by_code


def newcomer_of(session: Session, paper_id: int) -> PaperNewcomer:
    """Give what was noted of the group of a paper; NotFound for the paper of a registered group."""
    found = session.scalars(select(PaperNewcomer).where(PaperNewcomer.paper_id == paper_id)).one_or_none()
    if found is None:
        raise NotFound(f"newcomer of paper {paper_id}")
    return found


def paper_members(session: Session, paper_id: int) -> tuple[PaperMember, ...]:
    """List the members in the order of the paper."""
    query = select(PaperMember).where(PaperMember.paper_id == paper_id).order_by(PaperMember.id)
    return tuple(session.scalars(query))


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A member on the list of a paper; `is_known` to the register of households."""

    id: int
    dni: str
    office: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class NewcomerView:
    """What was noted of a group that is not registered yet; `speaker`: who represents it, once known."""

    name: str
    centre_code: str
    centre_name: str
    district_name: str
    speaker: str | None
    members: tuple[ListedMember, ...]


def newcomer_view(session: Session, paper_id: int) -> NewcomerView | None:
    """Give what was noted of the group of a paper; None for the paper of a registered group."""
    row = session.execute(
        select(PaperNewcomer, User.full_name)
        .outerjoin(User, User.id == PaperNewcomer.representative_id)
        .where(PaperNewcomer.paper_id == paper_id)
    ).one_or_none()
    if row is None:
        return None
    noted, speaker = row
    centre = centre_by_code(session, noted.centre_code)
    members = session.execute(
        select(PaperMember.id, PaperMember.dni, PaperMember.office, Person.id.is_not(None))
        .outerjoin(Person, Person.dni == PaperMember.dni)
        .where(PaperMember.paper_id == paper_id)
        .order_by(PaperMember.id)
    )
    listed = tuple(ListedMember(*member) for member in members)
    return NewcomerView(noted.name, centre.code, centre.name, centre.district_name, speaker, listed)


def list_members(session: Session, paper_id: int, members: Iterable[Declared]) -> None:
    """Add members to the list of a paper."""
    for member in members:
        session.add(PaperMember(paper_id=paper_id, dni=member.dni, office=member.office.value))
        session.flush()  # one at a time: their ids are the order of the paper


def identity_on_paper(session: Session, newcomer: Newcomer, book: Rulebook) -> tuple[Problem, ...]:
    """Check name and centre as registering does, and that the contest reaches the centre."""
    found = identity_problems(
        session, name=newcomer.name, centre_code=newcomer.centre_code, ruc=None, group_id=None
    )
    if found or centre_by_code(session, newcomer.centre_code).ubigeo in book.territory:
        return found
    message = N_("Ese centro poblado está fuera de los distritos del concurso. Revise el código.")
    return (Problem("newcomer.outside_territory", "centre_code", message),)


def register_newcomer(session: Session, act: Act, paper_id: int) -> tuple[ProducerGroup, dict[int, int]]:
    """Register the group of a paper with all its members; give also which member each line of the paper became.

    Refused with everything that stands against it.
    """
    noted = newcomer_of(session, paper_id)
    members = paper_members(session, paper_id)
    refuse([speaker_problem(session, noted.representative_id), *_unknown(session, members)])
    group = keep_group(
        session,
        act,
        name=noted.name,
        centre_code=noted.centre_code,
        representative_id=noted.representative_id,
    )
    joined = {
        member.id: keep_member(session, act, group.id, member.dni, office=MemberOffice(member.office)).id
        for member in members
    }
    return group, joined


def speaker_problem(session: Session, user_id: int | None) -> Problem | None:
    """Tell what keeps this account from speaking for a group; None noted: somebody is missing."""
    if user_id is None:
        return NO_REPRESENTATIVE
    account = active_user(session, user_id)
    return not_a_representative(frozenset() if account is None else account.actor.roles)


def _unknown(session: Session, members: Iterable[PaperMember]) -> Iterator[Problem]:
    for member in members:
        try:
            find_person(session, member.dni)
        except Refused as refusal:
            yield from refusal.problems


@dataclass(frozen=True, slots=True)
class Signer:
    """Who may have signed a paper, by the list of the group or of the paper; no name before it is registered."""

    id: int
    dni: str
    office: str
    name: str = ""


def paper_signers(session: Session, paper_id: int, group_id: int | None) -> tuple[Signer, ...]:
    """List who belongs to the group of a paper."""
    if group_id is None:
        return tuple(Signer(one.id, one.dni, one.office) for one in paper_members(session, paper_id))
    return tuple(
        Signer(one.member_id, one.dni, one.office, one.full_name) for one in group_members(session, group_id)
    )
