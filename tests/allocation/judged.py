"""Groups with their sheets, and everything that a result follows from."""

from dataclasses import replace

from contest_portal.allocation.rules.inputs import AllocationInput, EnvelopeInput
from contest_portal.allocation.rules.inputs import Candidate as Asked
from contest_portal.allocation.rules.without_one import Judged, Whole
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.scoring.rules.ranking import Candidate, Standing
from contest_portal.scoring.rules.totals import score_group
from tests.factories.contests import RULEBOOK
from tests.scoring.entries import ENTERED, FULL_HOUSE, entry, field_sheet, public_sheet

NO_CHAIN = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=()))
"""Rules by which only a lot parts groups of the same total."""


def judged(code: str, marks: dict[int, int], category: str = "IDEA") -> Judged:
    """Make a group whose jurors gave 70 for the rest and `marks` for one criterion."""
    sheets = [field_sheet(juror, 5, 5, 30) for juror in marks]
    sheets += [public_sheet(juror, 20, 10, mark) for juror, mark in marks.items()]
    scored = replace(entry(*sheets, code=code, attendance=FULL_HOUSE), category=category)
    return Judged(scored, Candidate(score_group(scored, RULEBOOK), category, 2, 4, ENTERED))


def whole(
    *groups: Judged, soles: int = 10_000, rulebook: Rulebook = NO_CHAIN, seed: str | None = None
) -> Whole:
    inputs = AllocationInput(
        contest_code=RULEBOOK.code,
        rulebook_sha256="a" * 64,
        rule="merit_order",
        fund=RULEBOOK.fund,
        min_award=RULEBOOK.budget.min_award,
        max_award=RULEBOOK.budget.max_award,
        pass_mark=RULEBOOK.scoring.pass_mark,
        envelopes=tuple(EnvelopeInput(code, Money.soles(soles)) for code in ("IDEA", "MARCHA")),
        candidates=tuple(
            Asked(n, one.entry.code, one.candidate.category, Standing.PASSED, 1, None, Money.soles(10_000))
            for n, one in enumerate(groups, 1)
        ),
    )
    return Whole(groups, rulebook, inputs, seed)
