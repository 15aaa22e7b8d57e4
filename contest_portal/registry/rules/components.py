"""The programme's four components, and what a kind of the catalogue must be like.

Business groups are the third component and live in the contests; the other three are recorded per household, by
kinds that are rows: a new kind is typed on a page, never written in code.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import N_, Problem

MAX_CODE, MAX_NAME, MAX_PHRASE, MAX_UNIT = 30, 80, 120, 30
_BETWEEN = re.compile(r"[^a-z0-9]+")


class Component(StrEnum):
    """What the programme works on with a household."""

    PRODUCTION = "production"
    DWELLING = "dwelling"
    BUSINESS = "business"
    FINANCE = "finance"


RECORDED = (Component.PRODUCTION, Component.DWELLING, Component.FINANCE)
"""The components recorded per household, in the programme's order."""


@dataclass(frozen=True, slots=True)
class KindWords:
    """What a kind is called. `phrase` goes on after "5 households …"; a kind without a unit is not counted."""

    name: str
    phrase: str
    unit: str | None


def kind_code(name: str) -> str:
    """Give the code of a kind: its name in plain small letters with hyphens, cut to fit; empty when none is left."""
    plain = sort_key(name).replace("n~", "n")
    return _BETWEEN.sub("-", plain).strip("-")[:MAX_CODE].rstrip("-")


def kind_problems(words: KindWords) -> tuple[Problem, ...]:
    """Refuse a kind without a usable name or without a phrase, or with words that are too long."""
    found = (
        _name_problem(words.name),
        _phrase_problem(words.phrase),
        _unit_problem(words.unit),
    )
    return tuple(problem for problem in found if problem is not None)


def _name_problem(name: str) -> Problem | None:
    if kind_code(name) and len(name) <= MAX_NAME:
        return None
    message = N_("Escriba el nombre con letras, de 80 como máximo, por ejemplo Módulo de cuyes.")
    return Problem("component_kind.name", field="name", message=message)


def _phrase_problem(phrase: str) -> Problem | None:
    if 0 < len(phrase) <= MAX_PHRASE:
        return None
    message = N_("Escriba qué hacen los hogares que lo tienen, por ejemplo: crían cuyes.")
    return Problem("component_kind.phrase", field="phrase", message=message)


def _unit_problem(unit: str | None) -> Problem | None:
    if unit is None or 0 < len(unit) <= MAX_UNIT:
        return None
    message = N_("Escriba la unidad en 30 letras como máximo, por ejemplo m², o déjela vacía.")
    return Problem("component_kind.unit", field="unit", message=message)
