"""Named reads of entries that may be one person, and of which entry stands for which."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.duplicates import DuplicatePair, PersonMerge
from contest_portal.registry.models.register import Centre, District, Household, Person
from contest_portal.registry.rules.duplicates import SharedFact, shared_facts
from contest_portal.registry.searching import within_territories

One, Other = aliased(Person), aliased(Person)
OneHome, OtherHome = aliased(Household), aliased(Household)
OneCentre, OtherCentre = aliased(Centre), aliased(Centre)
OneDistrict, OtherDistrict = aliased(District), aliased(District)


@dataclass(frozen=True, slots=True)
class PairFilter:
    """Which pairs: open ones (None), or those decided so; in these territories alone, if any is given."""

    decision: str | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two entries, masked."""

    person_id: int
    full_name: str
    dni: str
    sex: str
    birth_year: int | None
    is_head: bool
    is_gone: bool
    household_id: int
    household_code: str
    centre_name: str
    ubigeo: str
    district_name: str


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair with both its sides and what was decided."""

    pair_id: int
    one: Side
    other: Side
    date_sign: str
    similarity: int
    found_at: datetime
    decision: str | None
    reason: str | None
    decided_at: datetime | None
    decided_by: str | None
    event_id: int | None
    version: int

    @property
    def sides(self) -> tuple[Side, Side]:
        """Give both."""
        return self.one, self.other

    @property
    def shared(self) -> tuple[SharedFact, ...]:
        """Say what of the two agrees beside name and birth date."""
        one, other = self.sides
        return shared_facts(
            (one.dni, other.dni), (one.household_id, other.household_id), (one.ubigeo, other.ubigeo)
        )


def count_pairs(session: Session, wanted: PairFilter) -> int:
    """Count the pairs of a filter."""
    rows = _rows().where(*_conditions(wanted)).with_only_columns(func.count(), maintain_column_froms=True)
    return session.scalars(rows).one()


def pairs(
    session: Session, wanted: PairFilter, *, limit: int | None, offset: int = 0
) -> tuple[PairLine, ...]:
    """List the pairs of a filter, the likest first."""
    rows = _rows().where(*_conditions(wanted)).order_by(DuplicatePair.similarity.desc(), DuplicatePair.id)
    return tuple(_line(row) for row in session.execute(rows.limit(limit).offset(offset)))


def pair_by_id(session: Session, pair_id: int) -> PairLine:
    """Give a pair; NotFound when there is none."""
    row = session.execute(_rows().where(DuplicatePair.id == pair_id)).one_or_none()
    if row is None:
        raise NotFound(f"pair {pair_id}")
    return _line(row)


def merged_into(session: Session, person_ids: Iterable[int]) -> tuple[int, ...]:
    """Give these persons with every entry that they stand for, in the order of ids."""
    found, asked = set(person_ids), set(person_ids)
    while asked:
        told = select(PersonMerge.person_id).where(PersonMerge.kept_id.in_(sorted(asked)))
        asked = set(session.scalars(told)) - found
        found |= asked
    return tuple(sorted(found))


def kept_for(session: Session, person_id: int) -> int:
    """Give the entry that stands for this one: itself, unless it was joined to another."""
    told = select(PersonMerge.kept_id).where(PersonMerge.person_id == person_id)
    while (kept := session.scalar(told)) is not None:
        person_id = kept
        told = select(PersonMerge.kept_id).where(PersonMerge.person_id == person_id)
    return person_id


def _conditions(wanted: PairFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.decision is None:
        yield DuplicatePair.decision.is_(None)
        yield One.gone_batch_id.is_(None)
        yield Other.gone_batch_id.is_(None)
    else:
        yield DuplicatePair.decision == wanted.decision
    yield from within_territories(OneHome.centre_code, wanted.within)
    yield from within_territories(OtherHome.centre_code, wanted.within)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(DuplicatePair, One, OneHome, OneCentre.name, OneDistrict)
        .add_columns(Other, OtherHome, OtherCentre.name, OtherDistrict, User.full_name)
        .join(One, One.id == DuplicatePair.one_id)
        .join(OneHome, OneHome.id == One.household_id)
        .join(OneCentre, OneCentre.code == OneHome.centre_code)
        .join(OneDistrict, OneDistrict.ubigeo == OneCentre.ubigeo)
        .join(Other, Other.id == DuplicatePair.other_id)
        .join(OtherHome, OtherHome.id == Other.household_id)
        .join(OtherCentre, OtherCentre.code == OtherHome.centre_code)
        .join(OtherDistrict, OtherDistrict.ubigeo == OtherCentre.ubigeo)
        .outerjoin(User, User.id == DuplicatePair.decided_by)
    )


def _line(row: Row[*tuple[Any, ...]]) -> PairLine:
    pair, one, one_home, one_centre, one_district, other, other_home, *there, decided_by = row
    return PairLine(
        pair_id=pair.id,
        one=_side(one, one_home, one_centre, one_district),
        other=_side(other, other_home, *there),
        date_sign=pair.date_sign,
        similarity=pair.similarity,
        found_at=pair.found_at,
        decision=pair.decision,
        reason=pair.reason,
        decided_at=pair.decided_at,
        decided_by=decided_by,
        event_id=pair.event_id,
        version=pair.version,
    )


def _side(person: Person, home: Household, centre_name: str, district: District) -> Side:
    return Side(
        person_id=person.id,
        full_name=person.full_name,
        dni=person.dni,
        sex=person.sex,
        birth_year=None if person.birth_date is None else person.birth_date.year,
        is_head=person.is_head,
        is_gone=person.gone_batch_id is not None,
        household_id=home.id,
        household_code=home.code,
        centre_name=centre_name,
        ubigeo=district.ubigeo,
        district_name=district.name,
    )
