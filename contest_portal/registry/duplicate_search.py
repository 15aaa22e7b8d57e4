"""Reading the register for entries that may be one person: a few people at a time, so that memory stays small."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.rules.duplicate_blocks import born_alike, first_word, likely_pairs, near_numbers
from contest_portal.registry.rules.duplicates import Identity, LikelyPair, identity
from contest_portal.registry.searching import within_territories
from contest_portal.registry.standing import is_present

ROWS_AT_ONCE = 5_000
Condition = ColumnElement[bool]
Order = ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[date | None]
_UNDATED = Person.birth_date.is_(None)


def likely_duplicates(session: Session, *, within: tuple[str, ...] = ()) -> list[LikelyPair]:
    """Compare the people of each district, those of each birth date, and, where dates are unknown, those of each
    surname; `within`: of these territories alone.
    """
    here = [is_present(Person), is_present(Household), *within_territories(Household.centre_code, within)]
    people = _grouped(session, [*here], Household.centre_code, lambda person: person.district)
    found = [pair for few in people for pair in likely_pairs(few)]
    people = _grouped(session, [*here, ~_UNDATED], Person.birth_date, lambda person: person.born)
    found += [pair for few in people for pair in born_alike(few)]
    if session.execute(select(Person.id).join(Person.household).where(*here, _UNDATED).limit(1)).first():
        people = _grouped(session, here, _by_bytes(session), first_word)
        found += [pair for few in people for pair in near_numbers(few)]
    return list({(pair.one_id, pair.other_id): pair for pair in found}.values())


def _grouped(
    session: Session,
    asked: list[Condition],
    order: Order,
    key: Callable[[Identity], object],
) -> Iterator[list[Identity]]:
    """Give the people of the register who share a key, in its order."""
    for _, few in groupby(_people(session, asked, order), key=key):
        yield list(few)


def _people(session: Session, asked: list[Condition], order: Order) -> Iterator[Identity]:
    rows = session.execute(
        select(
            Person.id,
            Person.sort_key,
            Person.birth_date,
            Person.sex,
            func.substr(Household.centre_code, 1, 6),
            Person.household_id,
            Person.dni,
        )
        .join(Household, Household.id == Person.household_id)
        .where(*asked)
        .order_by(order)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for row in rows:
        yield identity(*row)


def _by_bytes(session: Session) -> ColumnElement[str]:
    """Order names so that those of one first word stand together, whatever the language of the database."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    return Person.sort_key.collate("C" if is_postgres else "BINARY")
