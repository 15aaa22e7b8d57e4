"""Yes/no questions that leave a group out: whose "no" decides is declared in the rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contest_portal.contests.rules.rulebook import Disqualifies, Rulebook
from contest_portal.contests.rules.scales import NO
from contest_portal.contests.rules.sheets import Criterion, Phase
from contest_portal.scoring.rules.entries import CountedSheet, ScoredEntry


@dataclass(frozen=True, slots=True)
class FailedQuestion:
    """A question that left a group out: so many of the sheets that answer it said no."""

    phase: str
    criterion: str
    said_no: int
    sheets: int


_DECIDES: Mapping[Disqualifies, Callable[[int, int], bool]] = MappingProxyType(
    {
        Disqualifies.MAJORITY: lambda said_no, sheets: 2 * said_no > sheets,
        Disqualifies.ANY: lambda said_no, _sheets: said_no > 0,
        Disqualifies.ALL: lambda said_no, sheets: said_no == sheets,
    }
)


def failed_question(entry: ScoredEntry, rulebook: Rulebook) -> FailedQuestion | None:
    """Give the first question that leaves a group out by its final sheets, or None."""
    for phase in rulebook.phases_of(entry.category):
        for criterion in (one for one in phase.criteria if one.disqualifies):
            failed = _failed(phase, criterion, entry.sheets_of(phase), rulebook.scoring.disqualifies)
            if failed is not None:
                return failed
    return None


def _failed(
    phase: Phase, criterion: Criterion, sheets: Iterable[CountedSheet], rule: Disqualifies
) -> FailedQuestion | None:
    answers = [g.mark.points for sheet in sheets for g in sheet.marks if g.criterion == criterion.code]
    said_no = answers.count(NO)
    if not answers or not _DECIDES[rule](said_no, len(answers)):
        return None
    return FailedQuestion(phase.code, criterion.code, said_no, len(answers))
