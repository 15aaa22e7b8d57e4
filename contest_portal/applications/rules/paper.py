"""A form received on paper: when it counts, who may type it, and where two typings differ.

Two people type the same paper apart; what differs is settled by a third look. A typist may give it only where the
office has nobody else for the contest: fewer than THIRD_LOOK people. Nobody types the same paper twice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from contest_portal.applications.rules.draft_fields import Draft, fields_of, held, with_field
from contest_portal.applications.rules.paper_cells import (
    differing_cells,
    place_of,
    table_of,
    with_cell,
    without_spaces,
)
from contest_portal.contests.rules.profile_form import ProfileForm
from contest_portal.contests.rules.rulebook import Calendar
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.problems import N_, Problem

THIRD_LOOK = 3
"""With so many people at the office, whoever settles a difference typed neither text."""
MOST_SHEETS = 200


class Place(IntEnum):
    """Whose text it is: that of the first typist, of the second, or the settled one."""

    FIRST = 1
    SECOND = 2
    SETTLED = 3


TYPISTS = (Place.FIRST, Place.SECOND)


@dataclass(frozen=True, slots=True)
class Reception:
    """A paper at the counter: when it came, when that is noted, and how many sheets."""

    received_at: datetime
    noted_at: datetime
    sheets: int


def typed_until(calendar: Calendar) -> datetime:
    """Give the instant at which typing from paper ends."""
    return calendar.closes_at + timedelta(days=calendar.paper_days)


def too_late_to_type(at: datetime, calendar: Calendar) -> Problem | None:
    """Refuse to go on once the days for typing are over."""
    until = typed_until(calendar)
    if at < until:
        return None
    return Problem(
        "paper.typing_over",
        field="state",
        message=N_(
            "El plazo para transcribir lo recibido en papel terminó el %(until)s, hora de Lima. Lo escrito queda "
            "guardado, pero ya no entra al concurso."
        ),
        params={"until": office_moment(until)},
    )


def reception_problems(told: Reception, calendar: Calendar) -> tuple[Problem, ...]:
    """Refuse a paper that came outside the call, in the future, or without sheets."""
    found: list[Problem] = []
    if told.received_at > told.noted_at:
        message = N_("La hora de recepción todavía no llega. Escriba cuándo se recibió el papel.")
        found.append(Problem("paper.future", field="received_at", message=message))
    if not calendar.opens_at <= told.received_at < calendar.closes_at:
        found.append(
            Problem(
                "paper.outside_call",
                field="received_at",
                message=N_(
                    "La recepción va del %(opens)s al %(closes)s, hora de Lima. Lo que llegó fuera de ese plazo no "
                    "entra al concurso."
                ),
                params={
                    "opens": office_moment(calendar.opens_at),
                    "closes": office_moment(calendar.closes_at),
                },
            )
        )
    if not 1 <= told.sheets <= MOST_SHEETS:
        message = N_("Escriba cuántas hojas entregó el grupo, de 1 a %(most)s.")
        found.append(
            Problem("paper.sheets", field="sheets", message=message, params={"most": str(MOST_SHEETS)})
        )
    return tuple(found)


def on_paper(*, received: bool) -> Problem | None:
    """Refuse a second way in: the office holds the group's paper already."""
    if not received:
        return None
    return Problem(
        "paper.received",
        field="group",
        message=N_(
            "La oficina ya recibió en papel el formulario del grupo para este concurso. Para corregirlo, acérquese a "
            "la oficina."
        ),
    )


def mismatches(first: Draft, second: Draft, form: ProfileForm) -> tuple[str, ...]:
    """Name the fields in which two typings differ, in the order of the form; of a table, its cells where they pair.

    Amounts and quantities are compared as numbers, texts without regard to how they are spaced.
    """
    fields = (field for section in form.sections for field in fields_of(section))
    differing = (field for field in fields if _text(first, field) != _text(second, field))
    return tuple(key for field in differing for key in differing_cells(first, second, field) or (field,))


def settled(first: Draft, second: Draft, present: Draft, choices: Mapping[str, Place]) -> Draft:
    """Take the chosen typing of each of these fields and cells."""
    for key, chosen in choices.items():
        source, place = (first if chosen is Place.FIRST else second), place_of(key)
        present = (
            with_field(present, source, key) if place is None else with_cell(present, first, source, place)
        )
    return present


def third_look_problem(user_id: int | None, typists: Collection[int], workers: int) -> Problem | None:
    """Refuse to settle one's own differences while the office has somebody else who may."""
    if user_id not in typists or workers < THIRD_LOOK:
        return None
    return Problem(
        "paper.own_mismatch",
        field="state",
        message=N_(
            "Usted transcribió este papel: las diferencias las decide otra persona de la oficina. Avísele que ya puede."
        ),
    )


def undecided(fields: Collection[str], decided: Collection[str]) -> tuple[str, ...]:
    """Name the differing fields and cells that nobody has settled; a table settled as one settles its cells."""
    return tuple(field for field in fields if field not in decided and table_of(field) not in decided)


def _text(draft: Draft, field: str) -> Json:
    return without_spaces(held(draft, field))
