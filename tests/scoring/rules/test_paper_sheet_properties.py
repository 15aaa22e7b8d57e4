"""Sheets on paper: where each state leads, what serials and codes bear, and how two readings compare."""

import string
from dataclasses import dataclass, fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.applications.rules.paper import third_look_problem
from contest_portal.documents.rules.verification import ALPHABET, grouped
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import WrongState
from contest_portal.scoring.rules.paper_sheets import (
    COMMENT,
    PAPER,
    SERIAL_LENGTH,
    PaperCode,
    PaperState,
    TypedMark,
    TypedSheet,
    agreed,
    code_problem,
    mismatches,
    on_paper_problem,
    serial_in,
    typist_problems,
)

ANY_MACHINE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no reason to fail."""
CODES = ("F1", "F2", "F3")
TEXTS = st.sampled_from(("", "Bien", " Bien ", "Muy  bien", "Muy bien", "muy bien"))
MARKS = st.one_of(st.none(), st.integers(0, 3))
SHEETS = st.builds(
    TypedSheet,
    st.lists(st.sampled_from(CODES), unique=True).flatmap(
        lambda codes: st.tuples(*(st.builds(TypedMark, st.just(code), MARKS, TEXTS) for code in codes))
    ),
    TEXTS,
)
SERIALS = st.text(ALPHABET, min_size=SERIAL_LENGTH, max_size=SERIAL_LENGTH)


@dataclass
class Paper:
    state: str


ARROWS = {
    ("printed", "receive"): "received",
    ("printed", "void"): "void",
    ("received", "enter"): "entered",
    ("received", "void"): "void",
    ("entered", "return"): "void",
}


@pytest.mark.parametrize("action", ["receive", "enter", "void", "return"])
@pytest.mark.parametrize("state", list(PaperState))
def test_a_paper_moves_as_declared_and_no_other_way(state: PaperState, action: str) -> None:
    paper = Paper(state.value)
    expected = ARROWS.get((state.value, action))

    if expected is None:
        with pytest.raises(WrongState):
            PAPER.move(paper, action, None)

    else:
        PAPER.move(paper, action, None)
    assert paper.state == (expected or state.value)


def test_nothing_leads_out_of_void_nor_back_to_the_printer() -> None:
    assert PAPER.available(PaperState.VOID.value) == ()
    assert PaperState.PRINTED not in {one.to_state for one in PAPER.transitions}


@ANY_MACHINE
@given(SERIALS, st.lists(st.sampled_from(" -\t./"), max_size=4), st.randoms(use_true_random=False))
def test_a_serial_is_found_however_it_is_spaced_and_in_any_case(
    letters: str, noise: list[str], random: Any
) -> None:
    typed = [random.choice((letter.lower(), letter)) for letter in letters]
    for one in noise:
        typed.insert(random.randrange(len(typed) + 1), one)

    assert serial_in("".join(typed)) == grouped(letters)


@ANY_MACHINE
@given(st.text(max_size=20))
def test_whatever_is_typed_gives_a_serial_of_its_alphabet_or_none(typed: str) -> None:
    found = serial_in(typed)

    assert found is None or (len(found) == 9 and set(found) <= {*ALPHABET, "-"})


@pytest.mark.parametrize("letter", sorted({*string.ascii_uppercase, *string.digits} - set(ALPHABET)))
def test_a_letter_that_is_mistaken_for_another_is_in_no_serial(letter: str) -> None:
    assert serial_in(f"ACDE234{letter}") is None


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("ACDE-23456", id="one too many"),
        pytest.param(";ACDE-2345", id="behind the mark"),
        pytest.param("ACDE-2345" * 10_000, id="huge"),
        pytest.param("ACDÉ-2345", id="an accent"),
        pytest.param("ACDE-234\u0665", id="a digit of another script"),
        pytest.param("ACDE-23ß", id="a letter that is two in capitals"),
    ],
)
def test_what_is_no_serial_is_none(typed: str) -> None:
    assert serial_in(typed) is None


PRINTED = PaperCode("ACDE-2345", "I-2026", "I-2026-007", 12, "FIELD", "a" * 64)


@pytest.mark.parametrize("position", range(len(PRINTED.text.split(";"))))
def test_no_part_of_a_printed_code_can_be_exchanged(position: int) -> None:
    parts = PRINTED.text.split(";")
    parts[position] = "13" if parts[position] != "13" else "14"

    problem = code_problem(";".join(parts), PRINTED)

    assert problem is not None
    assert (problem.code, problem.field) == ("sheet_paper.other_code", "code")


def test_each_thing_that_a_code_names_changes_its_check() -> None:
    others = {
        field.name: replace(PRINTED, **{field.name: 99 if field.name == "juror_id" else "OTRO"})
        for field in fields(PaperCode)
    }

    checks = {other.text.rpartition(";")[2] for other in (PRINTED, *others.values())}

    assert len(checks) == 1 + len(others)


@ANY_MACHINE
@given(SHEETS, SHEETS)
def test_two_readings_differ_in_the_same_points_whoever_came_first(
    first: TypedSheet, second: TypedSheet
) -> None:
    assert set(mismatches(first, second)) == set(mismatches(second, first))


@ANY_MACHINE
@given(SHEETS)
def test_a_reading_never_differs_from_itself(sheet: TypedSheet) -> None:
    assert mismatches(sheet, sheet) == ()
    assert agreed(sheet, ()) == sheet


@ANY_MACHINE
@given(SHEETS, SHEETS)
def test_what_both_agree_on_holds_nothing_that_one_of_them_did_not_read(
    first: TypedSheet, second: TypedSheet
) -> None:
    differing = mismatches(first, second)

    common = agreed(first, differing)

    for code in CODES:
        if code in differing:
            assert common.line(code) == TypedMark(code, None)
        else:
            assert common.line(code).units == first.line(code).units == second.line(code).units
    assert common.comment in ("", first.comment)
    assert (COMMENT in differing) is (first.comment.split() != second.comment.split())


@ANY_MACHINE
@given(SHEETS, st.sampled_from((1, 2, 10)))
def test_an_empty_box_is_neither_a_mark_nor_a_zero(sheet: TypedSheet, per_point: int) -> None:
    marks, reasons = sheet.given(per_point), sheet.reasons()

    assert marks == {o.criterion: Mark(o.units, per_point) for o in sheet.marks if o.units is not None}
    assert set(reasons) <= set(marks)
    assert "" not in reasons.values()


def test_a_criterion_that_nobody_wrote_reads_as_empty() -> None:
    assert TypedSheet(()).line("F9") == TypedMark("F9", None, "")


def test_who_sits_in_the_panel_and_typed_it_hears_both() -> None:
    assert [one.code for one in typist_problems(3, (3,), (3,))] == [
        "sheet_paper.of_the_panel",
        "sheet_paper.typed_by_you",
    ]


@pytest.mark.parametrize(
    ("user", "workers", "refused"),
    [
        pytest.param(1, 2, False, id="two people in all: one of them decides"),
        pytest.param(1, 3, True, id="a third person is there"),
        pytest.param(9, 3, False, id="the third person"),
        pytest.param(None, 3, False, id="nobody signed in typed it"),
    ],
)
def test_the_third_look_is_of_somebody_else_where_there_is_somebody(
    user: int | None, workers: int, *, refused: bool
) -> None:
    assert (third_look_problem(user, (1, 2), workers) is not None) is refused


def test_the_words_for_the_screen_name_serial_person_and_reason() -> None:
    problem = on_paper_problem("ACDE-2345", "Nélida Poma", "se apagó su teléfono")

    assert problem.code == "sheet.on_paper"
    assert problem.text == (
        "Esta ficha se califica en papel (ficha ACDE-2345): la recibió Nélida Poma. "
        "Motivo: se apagó su teléfono. Lo escrito en pantalla quedó sin efecto."
    )
