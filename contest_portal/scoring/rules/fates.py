"""What becomes of an entry: it counts, another replaced it, the juror must choose, or it is held and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contest_portal.contests.rules.rulebook import LatePhones, Phase
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import NotPermitted, PortalError, Problem, Refused, WrongState
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.sheet_entries import SheetEntry
from contest_portal.scoring.rules.sheet_rules import mark_problems, text_problems


class Fate(StrEnum):
    """Where an entry stands. What is held is kept and shown, and never counted."""

    COUNTED = "counted"
    REPLACED = "replaced"
    CONFLICT = "conflict"
    HELD = "held"


class Hold(StrEnum):
    """Why an entry is held."""

    SIGNATURE = "signature"
    UNSIGNED_FILE = "unsigned_file"
    REVOKED = "revoked"
    GAP = "gap"
    REPEATED = "repeated"
    CHAIN = "chain"
    RULES = "rules"
    LATE = "late"
    CLOSED = "closed"
    DRAWN = "drawn"
    SEALED = "sealed"
    ON_PAPER = "on_paper"
    RECUSED = "recused"
    UNDECLARED = "undeclared"
    NOT_YOURS = "not_yours"
    MARKS = "marks"
    INCOMPLETE = "incomplete"
    ATTENDANCE = "attendance"


MAY_STILL_COUNT = frozenset({Hold.GAP, Hold.UNDECLARED, Hold.ATTENDANCE})
"""What is missing can still come."""


class Signature(StrEnum):
    """What the check of an entry's signature gave; absent from a phone that could make no key."""

    GOOD = "good"
    BAD = "bad"
    ABSENT = "absent"


class Via(StrEnum):
    """How an entry came: sent by the juror's own session, or in a file that the secretary read."""

    PHONE = "phone"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Reception:
    """What decides whether an entry came in time, and under which rules it may have been written."""

    late_phones: LatePhones
    closed_at: datetime | None
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Origin:
    """How an entry reached the portal."""

    signature: Signature
    via: Via
    received_at: datetime
    revoked_at: datetime | None


def is_trusted(signature: Signature, via: Via) -> bool:
    """Tell whether it is known who wrote an entry: by its signature, or by the juror's own session."""
    return signature is Signature.GOOD or (signature is Signature.ABSENT and via is Via.PHONE)


def hold_of_origin(origin: Origin, reception: Reception, rules: str) -> Hold | None:
    """Hold what cannot be trusted, what came from a phone taken out of use, under other rules, or too late."""
    if not is_trusted(origin.signature, origin.via):
        return Hold.SIGNATURE if origin.signature is Signature.BAD else Hold.UNSIGNED_FILE
    if origin.revoked_at is not None and origin.revoked_at <= origin.received_at:
        return Hold.REVOKED
    if rules not in reception.rules:
        return Hold.RULES
    closed_at = reception.closed_at
    if reception.late_phones is LatePhones.NOT_COUNTED and closed_at and closed_at <= origin.received_at:
        return Hold.LATE
    return None


def hold_of_refusal(error: PortalError) -> Hold:
    """Say why the sheet could not be opened or written, from what its own services answered."""
    if isinstance(error, NotPermitted):
        return Hold.RECUSED
    if not isinstance(error, Refused):
        return Hold.NOT_YOURS
    otherwise = Hold.SEALED if isinstance(error, WrongState) else Hold.MARKS
    return _BY_CODE.get(error.problems[0].code, otherwise)


_BY_CODE = {
    "scoring.closed": Hold.CLOSED,
    "draw.held": Hold.DRAWN,
    "sheet.on_paper": Hold.ON_PAPER,
    "interest.undeclared": Hold.UNDECLARED,
    "attendance.missing": Hold.ATTENDANCE,
    "sheet.criterion_skipped": Hold.INCOMPLETE,
    "sheet.no_reason": Hold.INCOMPLETE,
}


def entry_problems(
    entry: SheetEntry, phase: Phase, evaluator_class: str, per_point: int
) -> Iterator[Problem]:
    """Name what the sheet of this class of evaluators does not admit: marks, and texts that are too long."""
    marks = {given.criterion: Mark(given.units, per_point) for given in entry.marks}
    yield from mark_problems(phase, evaluator_class, marks, per_point)
    yield from text_problems({given.criterion: given.reason for given in entry.marks}, entry.comment)


def entry_sheet(entry: SheetEntry, juror: int, evaluator_class: str, per_point: int) -> CountedSheet:
    """Give an entry as the scoring rules read a sheet."""
    marks = (CriterionMark(one.criterion, Mark(one.units, per_point), one.reason) for one in entry.marks)
    return CountedSheet(juror, entry.phase, tuple(marks), evaluator_class)
