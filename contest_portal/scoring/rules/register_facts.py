"""What the register tells of a group: how many of its members each kind of fact counts, and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.kernel.canonical import Json
from contest_portal.scoring.rules.entries import FactFigure

YOUNG_FROM, YOUNG_TO = 18, 29
"""The ages, both included, at which the programme's sheets call a member young."""
CAPITAL = "0001"
"""How the code of the populated centre that is the capital of its district ends."""


@dataclass(frozen=True, slots=True)
class RegisteredMember:
    """A member as the register knows the person; `born_on` is None where nobody told."""

    member_id: int
    sex: str
    born_on: date | None
    area: str
    centre_code: str


@dataclass(frozen=True, slots=True)
class NotedFact:
    """A figure with what it was counted from: each member with the value looked at."""

    figure: FactFigure
    evidence: Json


def facts_asked(rulebook: Rulebook) -> tuple[FactKind, ...]:
    """Name the facts that some sheet computes points from, but for attendance, which is recorded in its phase."""
    asked = {c.fact for phase in rulebook.every_phase for c in phase.criteria if c.is_computed}
    return tuple(kind for kind in FactKind if kind in asked and kind is not FactKind.ATTENDANCE)


def note_fact(kind: FactKind, members: Iterable[RegisteredMember], *, on: date) -> NotedFact:
    """Count the members of a group whom a fact is true of. What nobody told counts as not so."""
    look = _LOOKS[kind]
    seen = [(member, *look(member, on)) for member in members]
    return NotedFact(
        FactFigure(kind, sum(counts for _, counts, _ in seen), len(seen)),
        [{"member": member.member_id, "counts": counts, "value": value} for member, counts, value in seen],
    )


def age_on(born_on: date, day: date) -> int:
    """Give the full years of a person on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _is_woman(member: RegisteredMember, _on: date) -> tuple[bool, str]:
    return member.sex == "F", member.sex


def _is_young(member: RegisteredMember, on: date) -> tuple[bool, str]:
    if member.born_on is None:
        return False, ""
    age = age_on(member.born_on, on)
    return YOUNG_FROM <= age <= YOUNG_TO, str(age)


def _lives_rurally(member: RegisteredMember, _on: date) -> tuple[bool, str]:
    is_capital = member.centre_code.endswith(CAPITAL)
    return member.area == "R" and not is_capital, f"{member.area} {member.centre_code}"


_LOOKS: Mapping[FactKind, Callable[[RegisteredMember, date], tuple[bool, str]]] = MappingProxyType(
    {FactKind.WOMEN: _is_woman, FactKind.YOUTH: _is_young, FactKind.RURAL: _lives_rurally}
)
