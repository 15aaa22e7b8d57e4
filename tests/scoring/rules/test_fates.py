"""Why an entry of a phone is held: by how it came, by what its sheet answered, by what it says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from contest_portal.contests.rules.rulebook import LatePhones
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import (
    Busy,
    NotFound,
    NotPermitted,
    PortalError,
    Problem,
    Refused,
    Stale,
    WrongState,
)
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.fates import (
    Hold,
    Origin,
    Reception,
    Signature,
    Via,
    entry_problems,
    entry_sheet,
    hold_of_origin,
    hold_of_refusal,
    is_trusted,
)
from contest_portal.scoring.rules.paper_sheets import on_paper_problem
from contest_portal.scoring.rules.sheet_entries import FIRST, EntryMark, Kind, SheetEntry
from contest_portal.scoring.second import closed_problem
from tests.factories.contests import FIELD
from tests.factories.sheets import WEIGHTED

RULES = "a" * 64
NOON = datetime(2026, 12, 9, 17, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OPEN = Reception(LatePhones.NOT_COUNTED, None, frozenset({RULES}))
CAME = Origin(Signature.GOOD, Via.PHONE, NOON, None)


@pytest.mark.parametrize(
    ("signature", "via", "trusted"),
    [
        (Signature.GOOD, Via.PHONE, True),
        (Signature.GOOD, Via.FILE, True),
        (Signature.ABSENT, Via.PHONE, True),
        (Signature.ABSENT, Via.FILE, False),
        (Signature.BAD, Via.PHONE, False),
        (Signature.BAD, Via.FILE, False),
    ],
)
def test_who_wrote_is_known_by_a_signature_or_by_the_jurors_session(
    signature: Signature, via: Via, *, trusted: bool
) -> None:
    assert is_trusted(signature, via) is trusted


@pytest.mark.parametrize(
    ("origin", "reception", "hold"),
    [
        pytest.param(CAME, OPEN, None, id="sound"),
        pytest.param(replace(CAME, via=Via.FILE), OPEN, None, id="signed, in a file"),
        pytest.param(replace(CAME, signature=Signature.ABSENT), OPEN, None, id="unsigned, by the session"),
        pytest.param(replace(CAME, signature=Signature.BAD), OPEN, Hold.SIGNATURE, id="a wrong signature"),
        pytest.param(
            replace(CAME, signature=Signature.BAD, via=Via.FILE), OPEN, Hold.SIGNATURE, id="wrong, in a file"
        ),
        pytest.param(
            replace(CAME, signature=Signature.ABSENT, via=Via.FILE),
            OPEN,
            Hold.UNSIGNED_FILE,
            id="unsigned, in a file",
        ),
        pytest.param(replace(CAME, revoked_at=NOON - SECOND), OPEN, Hold.REVOKED, id="revoked before"),
        pytest.param(replace(CAME, revoked_at=NOON), OPEN, Hold.REVOKED, id="revoked at that instant"),
        pytest.param(replace(CAME, revoked_at=NOON + SECOND), OPEN, None, id="revoked afterwards"),
        pytest.param(CAME, replace(OPEN, rules=frozenset()), Hold.RULES, id="rules of no contest"),
        pytest.param(
            CAME, replace(OPEN, rules=frozenset({RULES, "b" * 64})), None, id="rules before an amendment"
        ),
        pytest.param(CAME, replace(OPEN, closed_at=NOON - SECOND), Hold.LATE, id="late"),
        pytest.param(CAME, replace(OPEN, closed_at=NOON), Hold.LATE, id="at the instant of the closing"),
        pytest.param(CAME, replace(OPEN, closed_at=NOON + SECOND), None, id="in time"),
        pytest.param(
            CAME,
            Reception(LatePhones.UNTIL_SCORED, NOON - SECOND, frozenset({RULES})),
            None,
            id="late, and the rules admit it",
        ),
    ],
)
def test_the_door_holds_what_cannot_count(origin: Origin, reception: Reception, hold: Hold | None) -> None:
    assert hold_of_origin(origin, reception, RULES) == hold


@pytest.mark.parametrize(
    ("signature", "via"), [pair for pair in product(Signature, Via) if not is_trusted(*pair)]
)
def test_what_is_not_trusted_is_held_for_that_whatever_else_is_wrong(signature: Signature, via: Via) -> None:
    """A forger learns nothing of the phone or the session, and the secretary reads the gravest reason."""
    origin = Origin(signature, via, NOON, NOON - SECOND)
    reception = Reception(LatePhones.NOT_COUNTED, NOON - SECOND, frozenset())

    assert hold_of_origin(origin, reception, RULES) in (Hold.SIGNATURE, Hold.UNSIGNED_FILE)


def problem(code: str) -> Problem:
    return Problem(code, field="sheet", message="")


@pytest.mark.parametrize(
    ("error", "hold"),
    [
        pytest.param(NotPermitted("recused"), Hold.RECUSED, id="recused"),
        pytest.param(NotFound("application"), Hold.NOT_YOURS, id="no such sheet"),
        pytest.param(Stale("sheet"), Hold.NOT_YOURS, id="stale"),
        pytest.param(Busy("turn"), Hold.NOT_YOURS, id="busy"),
        pytest.param(Refused([problem("interest.undeclared")]), Hold.UNDECLARED, id="undeclared"),
        pytest.param(Refused([problem("attendance.missing")]), Hold.ATTENDANCE, id="attendance"),
        pytest.param(Refused([problem("sheet.criterion_skipped")]), Hold.INCOMPLETE, id="skipped"),
        pytest.param(Refused([problem("sheet.no_reason")]), Hold.INCOMPLETE, id="no reason"),
        pytest.param(Refused([problem("mark.out_of_range")]), Hold.MARKS, id="marks"),
        pytest.param(WrongState([closed_problem()]), Hold.CLOSED, id="closed"),
        pytest.param(WrongState([problem("sheet.wrong_state")]), Hold.SEALED, id="final already"),
        pytest.param(
            WrongState([on_paper_problem("ACDE-2345", "Nélida Poma", "Sin batería")]),
            Hold.ON_PAPER,
            id="on paper",
        ),
    ],
)
def test_a_refusal_of_the_sheet_is_the_reason_of_the_hold(error: PortalError, hold: Hold) -> None:
    assert hold_of_refusal(error) is hold


def test_the_first_problem_of_several_names_the_hold() -> None:
    error = Refused([problem("sheet.criterion_skipped"), problem("attendance.missing")])

    assert hold_of_refusal(error) is Hold.INCOMPLETE


def test_every_reason_fits_the_column_that_keeps_it() -> None:
    assert max(len(hold.value) for hold in Hold) <= 20


def entry(*marks: EntryMark, comment: str = "", phase: str = "FIELD") -> SheetEntry:
    return SheetEntry(
        device="0" * 32,
        number=1,
        contest="I-2026",
        group="C-001",
        phase=phase,
        rules=RULES,
        marks=marks,
        comment=comment,
        kind=Kind.DRAFT,
        based_on=("v0",),
        previous=FIRST,
        written_at="",
    )


def f(number: int, units: int, reason: str = "") -> EntryMark:
    return EntryMark(f"F{number}", units, reason)


@pytest.mark.parametrize(
    ("written", "per_point", "codes"),
    [
        pytest.param(entry(), 1, [], id="an empty draft"),
        pytest.param(entry(f(1, 0), f(2, 10), f(3, 30)), 1, [], id="the ends of the scale"),
        pytest.param(entry(f(1, 11)), 1, ["mark.out_of_range"], id="above"),
        pytest.param(entry(f(1, 20)), 2, [], id="halves, at the end"),
        pytest.param(entry(f(1, 21)), 2, ["mark.out_of_range"], id="halves, above"),
        pytest.param(entry(f(9, 1)), 1, ["mark.unknown_criterion"], id="no such criterion"),
        pytest.param(
            entry(f(1, 11), f(2, 99)), 1, ["mark.out_of_range", "mark.out_of_range"], id="all are named"
        ),
        pytest.param(entry(f(1, 1, "x" * 400), comment="y" * 2000), 1, [], id="texts as long as may be"),
        pytest.param(entry(f(1, 1, "x" * 401)), 1, ["sheet.reason_too_long"], id="a reason too long"),
        pytest.param(entry(comment="y" * 2001), 1, ["sheet.comment_too_long"], id="a comment too long"),
    ],
)
def test_what_the_sheet_does_not_admit_is_named(
    written: SheetEntry, per_point: int, codes: list[str]
) -> None:
    assert [one.code for one in entry_problems(written, FIELD, "", per_point)] == codes


@pytest.mark.parametrize(
    ("evaluator_class", "codes"),
    [("JURY", ["mark.of_another_class"]), ("ADVISER", ["mark.of_another_class"] * 2)],
)
def test_a_question_of_another_class_is_not_admitted(evaluator_class: str, codes: list[str]) -> None:
    marks = (EntryMark("A1", 5, ""), EntryMark("J1", 5, ""), EntryMark("J2", 5, ""))

    found = entry_problems(entry(*marks, phase="WEIGHTED"), WEIGHTED, evaluator_class, 1)

    assert [one.code for one in found] == codes


def test_a_mark_that_is_wrong_is_named_once_and_not_for_its_class_too() -> None:
    found = entry_problems(entry(EntryMark("A1", 11, ""), phase="WEIGHTED"), WEIGHTED, "JURY", 1)

    assert [one.code for one in found] == ["mark.out_of_range"]


def test_an_entry_is_read_as_the_sheet_of_its_juror() -> None:
    found = entry_sheet(entry(f(1, 15, "Faltó orden"), f(3, 60)), 7, "JURY", 2)

    assert found == CountedSheet(
        7,
        "FIELD",
        (CriterionMark("F1", Mark(15, 2), "Faltó orden"), CriterionMark("F3", Mark(60, 2), "")),
        "JURY",
    )
