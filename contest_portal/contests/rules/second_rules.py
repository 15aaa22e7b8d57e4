"""The scoring of a group's progress before its second transfer, as the contest's rules say it."""

from dataclasses import dataclass

from contest_portal.contests.rules.sheets import Phase
from contest_portal.kernel.marks import Score


@dataclass(frozen=True, slots=True)
class SecondRules:
    """The phases of the second scoring with their sheets, and what a group must reach. Everyone seated scores them.

    Steps, rounding and what decides are those of the contest; `quorum` and `total_points` are its own.
    """

    phases: tuple[Phase, ...]
    pass_mark: Score
    quorum: int
    total_points: int = 100
