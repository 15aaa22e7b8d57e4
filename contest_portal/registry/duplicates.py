"""Loading a pair that is to be decided, for whoever may correct the register at both ends."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import NotFound, Stale
from contest_portal.registry.life_acts import person_to_change
from contest_portal.registry.models.duplicates import DuplicatePair
from contest_portal.registry.models.register import Household, Person

Entry = tuple[Person, Household]


def pair_to_decide(
    session: Session, act: Act, pair_id: int, expected_version: int
) -> tuple[DuplicatePair, Entry, Entry]:
    """Give a pair with its two entries, their households locked; Stale when it was changed meanwhile."""
    pair = session.get(DuplicatePair, pair_id, with_for_update=True)
    if pair is None:
        raise NotFound(f"pair {pair_id}")
    one, other = (person_to_change(session, act, person_id) for person_id in (pair.one_id, pair.other_id))
    if pair.version != expected_version:
        raise Stale(f"pair {pair_id}")
    return pair, one, other
