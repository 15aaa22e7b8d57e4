"""How the arithmetic behind a ranking line is kept: a record in canonical JSON."""

import json
from dataclasses import dataclass
from functools import lru_cache

from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.records import added_later, from_data, to_data
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.rules.questions import FailedQuestion
from contest_portal.scoring.rules.ranking import RankedGroup
from contest_portal.scoring.rules.totals import CriterionMean, PhaseAttendance, PhaseMean


@dataclass(frozen=True, slots=True)
class LineDetail:
    """What a place was computed from: means, the ids of the sheets behind them, and what decided a tie."""

    decimals: int
    phase_means: tuple[PhaseMean, ...]
    criterion_means: tuple[CriterionMean, ...]
    absence: PhaseAttendance | None
    tie_note: tuple[Sentence, ...]
    reason: Sentence | None
    sheets: tuple[int, ...]
    failed: FailedQuestion | None = added_later(None)


def detail_of(line: RankedGroup, sheets: tuple[int, ...]) -> str:
    """Write what a place was computed from; `sheets` are the ids of those behind it."""
    score = line.score
    return write_detail(
        LineDetail(
            decimals=line.total.decimals if line.total is not None else 0,
            phase_means=score.phase_means,
            criterion_means=score.criterion_means,
            absence=score.absence,
            tie_note=line.tie_note,
            reason=line.reason,
            sheets=sheets,
            failed=score.failed,
        )
    )


def write_detail(detail: LineDetail) -> str:
    """Write a detail canonically."""
    return canonical_json(to_data(detail))


@lru_cache(maxsize=1024)
def read_detail(text: str) -> LineDetail:
    """Read a stored detail; ValueError when it is not one. What closed is immutable: one text gives one object."""
    return from_data(LineDetail, _with_sentences(json.loads(text)))


def _with_sentences(data: Json) -> Json:
    """Turn the plain texts that the first rankings kept into sentences without parameters."""
    if not isinstance(data, dict):
        return data
    note, reason = data.get("tie_note"), data.get("reason")
    if isinstance(note, str):
        data["tie_note"] = [_plain(note)] if note else []
    if isinstance(reason, str):
        data["reason"] = _plain(reason) if reason else None
    return data


def _plain(text: str) -> Json:
    return {"message": text, "params": {}}
