"""Steps taken before the day that the published calendar names: allowed, but not without saying so."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from contest_portal.contests.rules.rulebook import Calendar
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import N_, Problem


class Step(StrEnum):
    """The steps of a contest that the calendar has a day for, beyond the reception of entries."""

    OPEN_EVALUATION = "open_evaluation"
    CLOSE_SCORING = "close_scoring"
    ALLOCATE = "allocate"
    ANNOUNCE = "announce"


_WARNINGS: Mapping[Step, str] = MappingProxyType(
    {
        Step.OPEN_EVALUATION: N_(
            "Según el calendario publicado, la evaluación de campo empieza el %(day)s. Si abre hoy, se adelanta."
        ),
        Step.CLOSE_SCORING: N_(
            "Según el calendario publicado, la presentación pública es el %(day)s. Si cierra hoy, se adelanta."
        ),
        Step.ALLOCATE: N_(
            "Según el calendario publicado, la presentación pública es el %(day)s. Si aprueba hoy, se adelanta."
        ),
        Step.ANNOUNCE: N_(
            "Según el calendario publicado, los resultados se publican el %(day)s. Si anuncia hoy, se adelanta."
        ),
    }
)


def planned_day(step: Step, calendar: Calendar) -> date:
    """Give the day before which a step would run ahead of the calendar."""
    days = {Step.OPEN_EVALUATION: calendar.field_from, Step.ANNOUNCE: calendar.results_on}
    return days.get(step, calendar.public_on)


def ahead_of_calendar(step: Step, calendar: Calendar, *, now: datetime) -> Problem | None:
    """Warn when a step is taken before its day; who goes on anyway confirms it."""
    day = planned_day(step, calendar)
    if office_date(now) >= day:
        return None
    return Problem(
        f"calendar.ahead_{step.value}",
        field="warned",
        message=_WARNINGS[step],
        params={"day": f"{day:%d/%m/%Y}"},
    )
