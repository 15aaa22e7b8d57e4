"""A sheet on paper: what its code says, and what two people read on it."""

from dataclasses import replace

import pytest

from contest_portal.kernel.marks import Mark
from contest_portal.scoring.rules.paper_sheets import (
    PaperCode,
    TypedMark,
    TypedSheet,
    agreed,
    code_problem,
    mismatches,
    serial_in,
    typist_problems,
)
from tests.factories.sheet_papers import typed

CODE = PaperCode("ACDE-2345", "I-2026", "I-2026-007", 12, "FIELD", "a" * 64)


@pytest.mark.parametrize(
    ("written", "serial"),
    [
        pytest.param("ACDE-2345", "ACDE-2345", id="as printed"),
        pytest.param(" acde 2345 ", "ACDE-2345", id="as somebody types it"),
        pytest.param(CODE.text, "ACDE-2345", id="the whole code"),
        pytest.param("ACDE-234", None, id="too short"),
        pytest.param("ACDE-234O", None, id="a letter that no serial has"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_serial_is_found_in_what_was_typed(written: str, serial: str | None) -> None:
    assert serial_in(written) == serial


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(CODE, juror_id=13), id="another juror"),
        pytest.param(replace(CODE, entry_code="I-2026-008"), id="another group"),
        pytest.param(replace(CODE, phase_code="PUBLIC"), id="another phase"),
        pytest.param(replace(CODE, rulebook_sha256="b" * 64), id="other rules"),
        pytest.param(replace(CODE, contest_code="II-2026"), id="another contest"),
    ],
)
def test_a_code_that_names_something_else_is_refused(other: PaperCode) -> None:
    problem = code_problem(other.text, CODE)

    assert (problem and problem.code, problem and problem.params) == (
        "sheet_paper.other_code",
        {"serial": "ACDE-2345"},
    )


def test_the_serial_alone_or_the_printed_code_passes() -> None:
    assert (code_problem("ACDE-2345", CODE), code_problem(f"{CODE.text}\n", CODE)) == (None, None)


def test_a_code_with_a_wrong_check_is_refused() -> None:
    assert code_problem(CODE.text[:-1] + "x", CODE) is not None


@pytest.mark.parametrize(
    ("second", "differing"),
    [
        pytest.param(typed(8, 7, 25), (), id="the same"),
        pytest.param(typed(8, 1, 25), ("F2",), id="another mark"),
        pytest.param(typed(8, None, 25), ("F2",), id="an empty box is no zero"),
        pytest.param(typed(8, 7, 25, comment="Buen  plan "), ("comment",), id="a comment on one side"),
        pytest.param(TypedSheet(typed(8, 7).marks), ("F3",), id="a line less"),
        pytest.param(
            TypedSheet((TypedMark("F1", 8, "poco claro"), *typed(8, 7, 25).marks[1:])), ("F1",), id="a reason"
        ),
    ],
)
def test_two_readings_are_compared(second: TypedSheet, differing: tuple[str, ...]) -> None:
    assert mismatches(typed(8, 7, 25), second) == differing


def test_texts_are_compared_without_their_spaces() -> None:
    first = TypedSheet((TypedMark("F1", 3, "poco claro"),), "Buen plan")
    second = TypedSheet((TypedMark("F1", 3, " poco  claro"),), "Buen plan ")

    assert mismatches(first, second) == ()


def test_what_both_say_is_kept_and_the_rest_left_empty() -> None:
    first = typed(8, 7, 25, comment="Bien")

    assert agreed(first, ("F2", "comment")) == typed(8, None, 25)
    assert agreed(first, ()) == first


def test_an_empty_box_gives_no_mark_and_its_reason_goes_with_it() -> None:
    sheet = TypedSheet((TypedMark("F1", None, "no se lee"), TypedMark("F2", 5, "bien")))

    assert (sheet.given(2), sheet.reasons()) == ({"F2": Mark(5, 2)}, {"F2": "bien"})


@pytest.mark.parametrize(
    ("user_id", "codes"),
    [
        pytest.param(1, [], id="somebody of the office"),
        pytest.param(2, ["sheet_paper.typed_by_you"], id="typed it already"),
        pytest.param(3, ["sheet_paper.of_the_panel"], id="a juror, of this sheet or of another"),
    ],
)
def test_who_may_type(user_id: int, codes: list[str]) -> None:
    assert [problem.code for problem in typist_problems(user_id, (2,), (3, 4))] == codes
