"""What persons who share a household are to its head, for the pages of a group."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Household, Person


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody in a household with others of the same group: its head, kin to the head, or neither is known."""

    household_code: str
    is_head: bool
    kinship: str | None
    sex: str

    @property
    def is_known(self) -> bool:
        """Tell whether the register says what the person is in the household."""
        return self.is_head or self.kinship is not None


def kin_among(session: Session, person_ids: Collection[int]) -> Mapping[int, Kin]:
    """Give, by person, those of these persons who live today in one household with another of them."""
    rows = session.execute(
        select(Person, Household.code)
        .join(Household, Household.id == Person.household_id)
        .where(Person.id.in_(person_ids), Person.gone_batch_id.is_(None))
        .order_by(Person.id)
    ).all()
    living = Counter(code for _, code in rows)
    return {
        person.id: Kin(code, is_head=person.is_head, kinship=person.kinship, sex=person.sex)
        for person, code in rows
        if living[code] > 1
    }
