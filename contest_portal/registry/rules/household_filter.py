"""What a list of households is narrowed by; nothing in it names a person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

OLDEST_AGE = 120
NO_PROGRAMME = "ninguno"
"""What stands for "belongs to no programme" where a programme's code may stand."""


class SisfohChoice(StrEnum):
    """The standings of a household's classification that a list may ask for."""

    NOT_POOR = "no_pobre"
    POOR = "pobre"
    VERY_POOR = "pobre_extremo"
    NO_DATA = "sin_dato"
    EXPIRED = "vencida"


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """`territory` holds the first 2, 4, 6 or all 10 digits of a centre; empty and None ask for nothing.

    `programme` is the code of a social programme, or NO_PROGRAMME.
    """

    territory: str = ""
    sisfoh: SisfohChoice | None = None
    head_sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    programme: str = ""

    @property
    def asks_of_the_head(self) -> bool:
        """Tell whether the head must be looked at."""
        return bool(self.head_sex) or self.age_from is not None or self.age_to is not None


def territory_bounds(territory: str) -> tuple[str, str]:
    """Give the first and last centre codes of a territory: digits compare alike in every database."""
    return territory.ljust(10, "0"), territory.ljust(10, "9")


def born_by(today: date, age: int) -> date:
    """Give the last birthday of those who are of this age or older; who was born on 29 February turns on 1 March."""
    year = today.year - age
    try:
        return today.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
