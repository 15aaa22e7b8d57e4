"""Whether a household that was awarded before may already take part again.

The days that count are both public: the day the award was announced, and the day the new contest opens. So every
group of a contest is judged by the same day, whenever it sends, and anyone can check it.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class EarlierAward:
    """An announced award of another contest in which a household stood."""

    contest_id: int
    contest_code: str
    contest_title: str
    application_id: int
    application_code: str
    amount: Money
    granted_on: date


def waits_until(granted_on: date, months: int) -> date:
    """Give the first day of opening on which a household may take part again.

    It is the same day of the month, so many months later; in a shorter month, its last day (31 August and 6 months
    give 28 or 29 February).
    """
    year, month = divmod(granted_on.year * 12 + granted_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(granted_on.day, last))


def still_waits(granted_on: date, months: int, *, opens_on: date) -> bool:
    """Tell whether the contest opens too early for a household.

    Exactly so many months later is late enough. An award announced after the opening is too recent. Zero months ask
    for nothing.
    """
    return months > 0 and opens_on < waits_until(granted_on, months)


def household_awarded(full_name: str, household_code: str, award: EarlierAward, months: int) -> Problem:
    """Say which award, of which contest and day, keeps a household out, and from when it may take part."""
    return Problem(
        "member.household_awarded",
        field="members",
        message=N_(
            "El hogar %(household)s de %(person)s ya recibió %(amount)s en «%(contest)s» (solicitud %(application)s, "
            "anunciado el %(granted)s). Este concurso pide %(months)s meses entre premios: el hogar puede participar "
            "en los que abran desde el %(until)s. Retire a esta persona."
        ),
        params={
            "household": household_code,
            "person": full_name,
            "amount": award.amount.format(),
            "contest": award.contest_title,
            "application": award.application_code,
            "granted": f"{award.granted_on:%d/%m/%Y}",
            "months": str(months),
            "until": f"{waits_until(award.granted_on, months):%d/%m/%Y}",
        },
    )
