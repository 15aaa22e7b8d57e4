"""Reading the register for entries that may be one person: district by district, so that memory stays small."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.rules.duplicates import Identity, LikelyPair, identity, likely_pairs
from contest_portal.registry.searching import within_territories

ROWS_AT_ONCE = 5_000
Read = tuple[str, Identity]


def likely_duplicates(session: Session, *, within: tuple[str, ...] = ()) -> list[LikelyPair]:
    """Compare the people of each district whose birth date is known; `within`: of these territories alone."""
    found = []
    for _, people in groupby(_people(session, within), key=lambda read: read[0]):
        found.extend(likely_pairs(person for _, person in people))
    return found


def _people(session: Session, within: tuple[str, ...]) -> Iterator[Read]:
    rows = session.execute(
        select(
            func.substr(Household.centre_code, 1, 6),
            Person.id,
            Person.sort_key,
            Person.birth_date,
            Person.sex,
        )
        .join(Household, Household.id == Person.household_id)
        .where(
            Person.gone_batch_id.is_(None),
            Household.gone_batch_id.is_(None),
            Person.birth_date.is_not(None),
            *within_territories(Household.centre_code, within),
        )
        .order_by(Household.centre_code)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for district, person_id, key, born, sex in rows:
        if born is not None:
            yield district, identity(person_id, key, born, sex)
