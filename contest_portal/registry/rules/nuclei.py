"""Nuclei: a central nucleus (NEC) works for some years and groups executing nuclei (NE) with their centres."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contest_portal.kernel.problems import N_, Problem

FIRST_POSSIBLE, LAST_POSSIBLE = 2000, 2100
MAX_CODE, MAX_NAME = 20, 120
_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Years:
    """The years a central nucleus works, both included; `last` None is still open."""

    first: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A centre inside an executing nucleus, with the years of the central nucleus above it."""

    centre_code: str
    centre_name: str
    nucleus_id: int
    nucleus_name: str
    central_id: int
    central_name: str
    years: Years

    @property
    def written_years(self) -> str:
        """Write the years."""
        return format_years(self.years)


def overlap(one: Years, other: Years) -> bool:
    """Tell whether two spans share a year."""
    return (one.last is None or other.first <= one.last) and (other.last is None or one.first <= other.last)


def format_years(years: Years) -> str:
    """Write a span: `2024–2026`, `2024` for a single year, `2024–` while it is open."""
    if years.last is None:
        return f"{years.first}–"
    return str(years.first) if years.first == years.last else f"{years.first}–{years.last}"


def code_problem(code: str) -> Problem | None:
    """Refuse a code that is empty, too long or not made of capitals, digits and single hyphens."""
    if len(code) <= MAX_CODE and _CODE.fullmatch(code):
        return None
    return Problem(
        "nucleus.code",
        field="code",
        message=N_("Escriba el código con mayúsculas sin tilde, números y guiones; 20 signos como máximo."),
    )


def name_problem(name: str) -> Problem | None:
    """Refuse a name that is empty or too long."""
    if 0 < len(name) <= MAX_NAME:
        return None
    return Problem(
        "nucleus.name", field="name", message=N_("Escriba el nombre del núcleo, de 120 letras como máximo.")
    )


def years_problems(years: Years) -> tuple[Problem, ...]:
    """Refuse years out of reason, or a last one before the first."""
    found = []
    if not FIRST_POSSIBLE <= years.first <= LAST_POSSIBLE:
        message = N_("Escriba el primer año con cuatro cifras, por ejemplo 2026.")
        found.append(Problem("nucleus.first_year", field="first_year", message=message))
    if years.last is not None and not years.first <= years.last <= LAST_POSSIBLE:
        message = N_("El último año no puede ser anterior al primero. Corríjalo, o déjelo vacío si sigue.")
        found.append(Problem("nucleus.last_year", field="last_year", message=message))
    return tuple(found)


def placement_problems(
    years: Years, elsewhere: Iterable[Place], *, nucleus_ids: Sequence[int], field: str
) -> tuple[Problem, ...]:
    """Refuse each centre that lies in another nucleus during any of these years.

    `elsewhere` are the present places of the centres in question; those in `nucleus_ids` are the nucleus itself.
    A centre may change nucleus from one span of years to the next, never lie in two at once: its households would
    count twice.
    """
    return tuple(
        _taken(place, field)
        for place in elsewhere
        if place.nucleus_id not in nucleus_ids and overlap(years, place.years)
    )


def _taken(place: Place, field: str) -> Problem:
    return Problem(
        "nucleus.centre_taken",
        field=field,
        message=N_(
            "%(centre)s ya está en el núcleo ejecutor %(nucleus)s de %(central)s (%(years)s). Retírelo de allí o "
            "cambie los años de uno de los dos."
        ),
        params={
            "centre": place.centre_name,
            "nucleus": place.nucleus_name,
            "central": place.central_name,
            "years": format_years(place.years),
        },
    )
