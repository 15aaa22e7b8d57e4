"""Why each invented group is there: what the rules provide for is shown by a group to which it happens."""

from collections.abc import Iterator
from enum import StrEnum

from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.sheets import EvaluatorClass, WhenEmpty


class Purpose(StrEnum):
    """What a group of a trial is there to show."""

    LEADER = "leader"
    TIED = "tied"
    FEWER_SHEETS = "fewer_sheets"
    CLASS_MISSING = "class_missing"
    BELOW = "below"
    ABSENT = "absent"
    ANSWERED_NO = "answered_no"
    CONTENDER = "contender"


OUT = frozenset({Purpose.BELOW, Purpose.ABSENT, Purpose.ANSWERED_NO})
"""Those who are not to reach an award."""


def purposes_of(rulebook: Rulebook, category_code: str) -> tuple[Purpose, ...]:
    """Give what the rules of a category let a trial show, two groups for a tie; contenders come beside them."""
    return tuple(_purposes(rulebook.phases_of(category_code)))


def _purposes(phases: tuple[Phase, ...]) -> Iterator[Purpose]:
    yield from (Purpose.LEADER, Purpose.TIED, Purpose.TIED, Purpose.FEWER_SHEETS)
    if any(spared_class(phase) for phase in phases):
        yield Purpose.CLASS_MISSING
    yield Purpose.BELOW
    if any(phase.attendance_minimum for phase in phases):
        yield Purpose.ABSENT
    if any(criterion.disqualifies for phase in phases for criterion in phase.criteria):
        yield Purpose.ANSWERED_NO


def spared_class(phase: Phase) -> EvaluatorClass | None:
    """Give the class of evaluators of a phase that a group may lack; None where no class may be empty."""
    may_lack = [one for one in phase.classes if one.when_empty is not WhenEmpty.BLOCKS]
    return may_lack[-1] if may_lack and len(phase.classes) > 1 else None
