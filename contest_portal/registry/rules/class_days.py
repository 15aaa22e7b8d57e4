"""The day a household was classified and the day its class ends.

A SISFOH class holds for three years (its own notice to citizens, which shows the last day of each class).
"""

from datetime import date
from functools import lru_cache

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import BadCell, Staged

CLASS_YEARS = 3


def class_days(classified: Staged, expires: Staged, today: date) -> tuple[Staged, Staged]:
    """Check the two days of a line, ISO texts or None, and give them; a day of classification alone tells the last
    day too.
    """
    if not isinstance(classified, str):
        return None, expires
    if classified > today.isoformat():
        message = N_(
            "La fecha de clasificación «%(value)s» todavía no llega. Escriba el día en que se clasificó al hogar, o "
            "deje la celda vacía si no lo sabe."
        )
        raise BadCell("sisfoh.to_come", message, field="sisfoh_classified_on")
    if expires is None:
        return classified, last_day(classified)
    if isinstance(expires, str) and expires < classified:
        message = N_(
            "El vencimiento «%(value)s» es anterior a la fecha de clasificación (%(day)s). Corrija una de las dos, o "
            "deje vacío el vencimiento: se cuentan %(years)s años."
        )
        day = f"{date.fromisoformat(classified):%d/%m/%Y}"
        raise BadCell(
            "sisfoh.expires_before",
            message,
            field="sisfoh_expires_on",
            day=day,
            years=str(CLASS_YEARS),
        )
    return classified, expires


@lru_cache(maxsize=20_000)
def last_day(classified: str) -> str:
    """Give the day on which a class of this day ends; of the 29th of February, the 28th."""
    day = date.fromisoformat(classified)
    year = day.year + CLASS_YEARS
    try:
        return day.replace(year=year).isoformat()
    except ValueError:
        return day.replace(year=year, day=28).isoformat()
