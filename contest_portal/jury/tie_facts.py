"""What the register and the portal know of a panel and of the groups of a contest, read in one pass.

The number of queries does not grow with groups or jurors.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from contest_portal.applications.benefit_models import Benefit
from contest_portal.applications.models import Application, ApplicationMember, GroupMember, ProducerGroup
from contest_portal.applications.promoter_models import GroupPromoter
from contest_portal.applications.queries import Entrant, entrants, profiles_of
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.models import Interest, Juror
from contest_portal.jury.queries import SeatedJuror, panel
from contest_portal.jury.rules.surnames import plain, surnames_of
from contest_portal.jury.rules.ties import (
    GroupFacts,
    JurorFacts,
    MemberFacts,
    SupplierFacts,
    SurnameCounts,
    Tie,
    find_ties,
)
from contest_portal.registry.models.register import Centre, Household, Person


def ties_of_contest(session: Session, contest_id: int, rulebook: Rulebook) -> tuple[Tie, ...]:
    """Find every tie between the panel and the groups that entered, the strongest first."""
    jurors, groups = panel(session, contest_id), entrants(session, contest_id)
    if not jurors or not groups:
        return ()
    members, written = _members(session, contest_id)
    facts = tuple(_juror_facts(session, contest_id, jurors))
    counts = _surname_counts(session, rulebook.territory, written)
    return find_ties(facts, _group_facts(session, groups, members), counts)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the register knows of a person."""

    person_id: int
    household_id: int
    centre_code: str
    surnames: tuple[str, ...]


def _members(session: Session, contest_id: int) -> tuple[Mapping[int, list[MemberFacts]], frozenset[str]]:
    """Give the members by application, and their surnames as they are written."""
    rows = session.execute(
        select(ApplicationMember, Person.paternal_surname, Person.maternal_surname)
        .join(Person, Person.id == ApplicationMember.person_id)
        .join(Application, Application.id == ApplicationMember.application_id)
        .where(Application.contest_id == contest_id)
        .order_by(ApplicationMember.id)
    )
    found: dict[int, list[MemberFacts]] = defaultdict(list)
    written: set[str] = set()
    for member, *surnames in rows:
        written.update(surnames)
        found[member.application_id].append(
            MemberFacts(member.person_id, member.dni, member.full_name, member.household_id, _plain(surnames))
        )
    return found, frozenset(written)


def _plain(surnames: list[str]) -> tuple[str, ...]:
    return tuple(plain(surname) for surname in surnames if plain(surname))


def _juror_facts(session: Session, contest_id: int, jurors: tuple[SeatedJuror, ...]) -> list[JurorFacts]:
    known = _known(session, {juror.dni for juror in jurors})
    together = _together(session, contest_id, {one.person_id for one in known.values()})
    judged = _judged(session, contest_id, {juror.user_id for juror in jurors})
    found = []
    for juror in jurors:
        person = known.get(juror.dni)
        found.append(
            JurorFacts(
                juror_id=juror.juror_id,
                user_id=juror.user_id,
                dni=juror.dni,
                full_name=juror.full_name,
                institution=juror.institution,
                surnames=person.surnames if person else surnames_of(juror.full_name),
                household_id=person.household_id if person else None,
                centre_code=person.centre_code if person else None,
                groups_with=tuple(together[person.person_id]) if person else (),
                judged=tuple(judged[juror.user_id]),
            )
        )
    return found


def _known(session: Session, dnis: set[str]) -> Mapping[str, _Known]:
    rows = session.execute(
        select(Person, Household.centre_code)
        .join(Household, Household.id == Person.household_id)
        .where(Person.dni.in_(sorted(dnis)))
        .order_by(Person.id)
    )
    return {
        person.dni: _Known(
            person.id,
            person.household_id,
            centre_code,
            _plain([person.paternal_surname, person.maternal_surname]),
        )
        for person, centre_code in rows
    }


def _together(session: Session, contest_id: int, person_ids: set[int]) -> Mapping[int, list[tuple[str, int]]]:
    """Give, by person, the groups that the person was ever in together with a member of a group of the contest."""
    mine, other = aliased(GroupMember), aliased(GroupMember)
    entered = (
        select(ApplicationMember.person_id)
        .join(Application, Application.id == ApplicationMember.application_id)
        .where(Application.contest_id == contest_id)
    )
    rows = session.execute(
        select(mine.person_id, ProducerGroup.name, other.person_id)
        .join(other, other.group_id == mine.group_id)
        .join(ProducerGroup, ProducerGroup.id == mine.group_id)
        .where(mine.person_id.in_(sorted(person_ids)), other.person_id.in_(entered))
        .order_by(ProducerGroup.name, other.person_id)
    )
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for person_id, group_name, other_id in rows:
        if other_id != person_id:
            found[person_id].append((group_name, other_id))
    return found


def _judged(session: Session, contest_id: int, user_ids: set[int]) -> Mapping[int, list[tuple[int, str]]]:
    """Give, by user, the groups that won under a panel the user sat in, unless recused from them."""
    aside = (
        select(Interest.id)
        .where(
            Interest.juror_id == Juror.id,
            Interest.application_id == Application.id,
            Interest.recused.is_(True),
        )
        .exists()
    )
    rows = session.execute(
        select(Juror.user_id, Application.group_id, Contest.code)
        .join(Application, Application.contest_id == Juror.contest_id)
        .join(Benefit, Benefit.application_id == Application.id)
        .join(Contest, Contest.id == Juror.contest_id)
        .where(Juror.user_id.in_(sorted(user_ids)), Juror.contest_id != contest_id, ~aside)
        .order_by(Contest.code, Application.group_id)
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for user_id, group_id, code in rows:
        found[user_id].append((group_id, code))
    return found


def _group_facts(
    session: Session, groups: tuple[Entrant, ...], members: Mapping[int, list[MemberFacts]]
) -> list[GroupFacts]:
    profiles = profiles_of(session, [group.application_id for group in groups])
    filers = _filers(session, [group.group_id for group in groups])
    return [
        GroupFacts(
            application_id=group.application_id,
            group_id=group.group_id,
            centre_code=group.centre_code,
            centre_name=group.centre_name,
            members=tuple(members.get(group.application_id, ())),
            suppliers=tuple(
                SupplierFacts(one.supplier, one.ruc) for one in profiles[group.application_id].quotations
            ),
            filers=frozenset(filers[group.group_id]),
        )
        for group in groups
    ]


def _filers(session: Session, group_ids: list[int]) -> Mapping[int, set[int]]:
    promoted = select(GroupPromoter.group_id, GroupPromoter.user_id)
    represented = select(ProducerGroup.id, ProducerGroup.representative_id)
    found: dict[int, set[int]] = defaultdict(set)
    for query in (
        promoted.where(GroupPromoter.group_id.in_(group_ids)),
        represented.where(ProducerGroup.id.in_(group_ids)),
    ):
        for group_id, user_id in session.execute(query):
            found[group_id].add(user_id)
    return found


def _surname_counts(session: Session, territory: tuple[str, ...], written: frozenset[str]) -> SurnameCounts:
    """Count who has the members' surnames in the districts of the contest, as either surname; once each.

    All are read: Huamán, HUAMAN and Huaman are one surname, and the database compares letter by letter.
    """
    wanted = {plain(surname) for surname in written}

    def counted(surname: InstrumentedAttribute[str], *also: ColumnElement[bool]) -> Counter[str]:
        rows = session.execute(
            select(surname, func.count())
            .select_from(Person)
            .join(Household, Household.id == Person.household_id)
            .join(Centre, Centre.code == Household.centre_code)
            .where(Centre.ubigeo.in_(territory), *also)
            .group_by(surname)
        )
        found: Counter[str] = Counter()
        for name, number in rows:
            if (compared := plain(name)) in wanted:
                found[compared] += number
        return found

    people = session.scalar(
        select(func.count(Person.id))
        .join(Household, Household.id == Person.household_id)
        .join(Centre, Centre.code == Household.centre_code)
        .where(Centre.ubigeo.in_(territory))
    )
    paternal, maternal = Person.paternal_surname, Person.maternal_surname
    having = counted(paternal) + counted(maternal, paternal != maternal)
    return SurnameCounts(people or 0, having)
