"""How the arithmetic behind a ranking line is kept: a record in canonical JSON."""

import json
from dataclasses import dataclass

from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.records import from_data, to_data
from contest_portal.scoring.rules.totals import CriterionMean, PhaseAttendance, PhaseMean


@dataclass(frozen=True, slots=True)
class LineDetail:
    """What a place was computed from: means, the ids of the sheets behind them, and what decided a tie."""

    decimals: int
    phase_means: tuple[PhaseMean, ...]
    criterion_means: tuple[CriterionMean, ...]
    absence: PhaseAttendance | None
    tie_note: str
    reason: str
    sheets: tuple[int, ...]


def write_detail(detail: LineDetail) -> str:
    """Write a detail canonically."""
    return canonical_json(to_data(detail))


def read_detail(text: str) -> LineDetail:
    """Read a stored detail; ValueError when it is not one."""
    return from_data(LineDetail, json.loads(text))
