"""Inputs of an allocation, made by hand: the data that matters stands in the test."""

from dataclasses import replace

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.scoring.rules.ranking import Standing

EMPTY = AllocationInput(
    contest_code="I-2026",
    rulebook_sha256="a" * 64,
    rule="merit_order",
    fund=Money.soles(100_000),
    min_award=Money.soles(2_000),
    max_award=Money.soles(20_000),
    pass_mark=Score(7000, 2),
    envelopes=(),
    candidates=(),
)


def passed(
    code: str, place: int, soles: int, *, cents: int = 0, category: str = "IDEA", units: int = 8000
) -> Candidate:
    return Candidate(
        application_id=ord(code) - ord("A") + 1,
        code=code,
        category_code=category,
        standing=Standing.PASSED,
        place=place,
        total=Score(units, 2),
        requested=Money.soles(soles, cents),
    )


def below(code: str, units: int, *, category: str = "IDEA") -> Candidate:
    return replace(
        passed(code, 1, 5_000, category=category, units=units), standing=Standing.BELOW_PASS, place=None
    )


def disqualified(code: str, *, category: str = "IDEA") -> Candidate:
    return replace(
        passed(code, 1, 5_000, category=category), standing=Standing.DISQUALIFIED, place=None, total=None
    )


def inputs(
    *candidates: Candidate, rule: str = "merit_order", fund: int = 100_000, **envelopes: int
) -> AllocationInput:
    """Make inputs; each envelope is `CATEGORY=soles`."""
    return replace(
        EMPTY,
        rule=rule,
        fund=Money.soles(fund),
        envelopes=tuple(EnvelopeInput(code, Money.soles(soles)) for code, soles in envelopes.items()),
        candidates=candidates,
    )
