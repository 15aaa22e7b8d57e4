"""Entries to score, written as short as a table."""

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.marks import Mark, Score
from contest_portal.kernel.rounding import Rounding
from contest_portal.scoring.rules.ranking import Candidate
from contest_portal.scoring.rules.totals import (
    CountedSheet,
    CriterionMark,
    GroupScore,
    PhaseAttendance,
    PhaseMean,
    ScoredEntry,
)
from tests.factories.contests import RULEBOOK

ENTERED = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
FULL_HOUSE = (PhaseAttendance("FIELD", 4, 4),)


def field_sheet(juror: int, f1: int, f2: int, f3: int, *, per_point: int = 1) -> CountedSheet:
    return sheet(juror, "FIELD", {"F1": f1, "F2": f2, "F3": f3}, per_point=per_point)


def public_sheet(juror: int, p1: int, p2: int, p3: int, *, per_point: int = 1) -> CountedSheet:
    return sheet(juror, "PUBLIC", {"P1": p1, "P2": p2, "P3": p3}, per_point=per_point)


def sheet(juror: int, phase: str, units: Mapping[str, int], *, per_point: int = 1) -> CountedSheet:
    marks = tuple(CriterionMark(code, Mark(value, per_point)) for code, value in units.items())
    return CountedSheet(juror, phase, marks)


def entry(
    *sheets: CountedSheet, code: str = "C-001", attendance: tuple[PhaseAttendance, ...] = FULL_HOUSE
) -> ScoredEntry:
    return ScoredEntry(code, sheets, attendance)


def candidate(
    code: str,
    field: int | Fraction,
    public: int | Fraction,
    *,
    category: str = "IDEA",
    women: int = 2,
    households: int = 4,
    submitted_at: datetime = ENTERED,
    absence: PhaseAttendance | None = None,
    rulebook: Rulebook = RULEBOOK,
) -> Candidate:
    """Make a scored group out of its two phase means."""
    means = (PhaseMean("FIELD", Fraction(field), 3), PhaseMean("PUBLIC", Fraction(public), 3))
    exact = None if absence else Fraction(field) + Fraction(public)
    rules = rulebook.scoring
    total = None if exact is None else Score.rounded(exact, rules.decimals, Rounding(rules.rounding))
    score = GroupScore(code, means, (), exact, total, absence)
    return Candidate(score, category, women, households, submitted_at)
