"""The rules of the session in the hall."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from contest_portal.jury.rules.lot import drawn_numbers, lot_number, numbers_problem, witnesses_problem
from contest_portal.jury.rules.session import (
    HALL,
    PRESENTATION,
    Contender,
    HallPlan,
    Quorum,
    beginning_problems,
    drawn_order,
    ending_problems,
    plan_problems,
    within_problem,
    written_problems,
)
from contest_portal.kernel.problems import Problem

PLAN = HallPlan("PUBLIC", "Local comunal", "Bienvenida", 10)
TEN = datetime(2026, 11, 26, 15, 0, 40, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ENOUGH = Quorum(seated=4, present=3, asked=3)


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"minutes": 1}, []),
        ({"minutes": 180}, []),
        ({"minutes": 0}, ["session.minutes"]),
        ({"minutes": 181}, ["session.minutes"]),
        ({"phase_code": "OTHER"}, ["session.unknown_phase"]),
        ({"place": "  "}, ["session.without_place"]),
        ({"place": "x" * 200}, []),
        ({"place": "x" * 201}, ["session.too_long"]),
        ({"agenda": ""}, ["session.without_agenda"]),
        ({"agenda": "x" * 2001}, ["session.too_long"]),
        (
            {"phase_code": "", "place": "", "agenda": "", "minutes": -1},
            ["session.unknown_phase", "session.without_place", "session.without_agenda", "session.minutes"],
        ),
    ],
)
def test_what_a_plan_lacks_is_named(change: dict[str, object], expected: list[str]) -> None:
    plan = replace(PLAN, **change)  # type: ignore[arg-type]

    assert codes(plan_problems(plan, ("FIELD", "PUBLIC"))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Se fue la luz", []), (" \n", ["session.without_text"]), ("x" * 6, ["session.too_long"])],
)
def test_a_text_is_there_and_not_too_long(text: str, expected: list[str]) -> None:
    assert codes(written_problems("text", text, 5 if text == "x" * 6 else 600, "Escriba algo.")) == expected


@pytest.mark.parametrize(
    ("quorum", "is_met", "missing", "said"),
    [
        (Quorum(4, 2, 3), False, 1, "No hay quórum: están 2 de los 4 jurados que califican y hacen falta 3."),
        (Quorum(4, 0, 3), False, 3, "No hay quórum: están 0 de los 4 jurados que califican y hacen falta 3."),
        (Quorum(4, 3, 3), True, 0, "Hay quórum: están 3 de los 4 jurados que califican y bastan 3."),
        (Quorum(4, 4, 3), True, 0, "Hay quórum: están 4 de los 4 jurados que califican y bastan 3."),
    ],
)
def test_quorum_is_said_in_words(*, quorum: Quorum, is_met: bool, missing: int, said: str) -> None:
    assert (quorum.is_met, quorum.missing, quorum.said().text) == (is_met, missing, said)


@pytest.mark.parametrize(
    ("name", "next_name", "presenting", "quorum", "may_score", "expected"),
    [
        ("Uno", "Uno", None, ENOUGH, 3, []),
        ("Uno", "Dos", None, ENOUGH, 3, ["session.not_the_next"]),
        ("Uno", "Uno", "Tres", ENOUGH, 3, ["session.somebody_presents"]),
        ("Uno", "Uno", None, replace(ENOUGH, present=2), 2, ["session.no_quorum"]),
        ("Uno", "Uno", None, ENOUGH, 2, ["session.no_quorum_for_group"]),
        (
            "Uno",
            "Dos",
            "Tres",
            replace(ENOUGH, present=0),
            0,
            ["session.somebody_presents", "session.not_the_next", "session.no_quorum"],
        ),
    ],
)
def test_what_keeps_a_group_from_beginning_is_named(
    name: str, next_name: str, presenting: str | None, quorum: Quorum, may_score: int, expected: list[str]
) -> None:
    found = beginning_problems(
        name, next_name=next_name, presenting=presenting, quorum=quorum, may_score=may_score
    )

    assert codes(found) == expected


@pytest.mark.parametrize(
    ("presenting", "waiting", "confirmed", "expected"),
    [
        (None, (), False, []),
        (None, ("Uno", "Dos"), True, []),
        (None, ("Uno", "Dos"), False, ["session.groups_waiting"]),
        ("Uno", (), True, ["session.somebody_presents"]),
    ],
)
def test_a_session_ends_when_nobody_presents_and_who_was_not_heard_is_confirmed(
    *, presenting: str | None, waiting: tuple[str, ...], confirmed: bool, expected: list[str]
) -> None:
    found = tuple(ending_problems(presenting, waiting, confirmed=confirmed))

    assert codes(found) == expected
    assert all("Uno" in problem.text for problem in found)


@pytest.mark.parametrize(
    ("at", "fits"),
    [
        (TEN.replace(second=0), True),
        (TEN - MINUTE, False),
        (TEN + 5 * MINUTE, True),
        (TEN + 6 * MINUTE, False),
    ],
)
def test_an_hour_lies_between_the_opening_and_now(*, at: datetime, fits: bool) -> None:
    found = within_problem("at", at, opened_at=TEN, now=TEN + 5 * MINUTE)

    assert (found is None) == fits


def test_the_order_is_that_of_the_hashes_category_by_category() -> None:
    entries = [Contender(f"C-{number:03d}", number % 2) for number in range(12)]

    order = drawn_order("CERI-01", "4-17-8-23", entries)

    def number_of(code: str) -> str:
        return sha256(f"CERI-01|4-17-8-23|{code}".encode()).hexdigest()

    ideas = sorted((one.code for one in entries if one.category == 0), key=number_of)
    running = sorted((one.code for one in entries if one.category == 1), key=number_of)
    assert order == (*ideas, *running)
    assert drawn_order("CERI-01", "4-17-8-23", reversed(entries)) == order
    assert drawn_order("CERI-01", "9-9-9-9", entries) != order


def test_a_lot_number_can_be_worked_out_by_hand() -> None:
    assert lot_number("A", "1-2-3-4", "B") == sha256(b"A|1-2-3-4|B").hexdigest()


@pytest.mark.parametrize(
    ("typed", "written", "is_a_lot"),
    [
        ("4 17 8 23", "4-17-8-23", True),
        (" 4, 7; 1 -1 ", "4-7-1-1", True),
        ("1234", "1234", True),
        ("4 7", "4-7", False),
        ("sal y maíz", "sal-y-maíz", False),
        ("1 " * 40, None, False),
        ("", "", False),
        ("\u0664\u0667\u0661\u0661", None, False),
    ],
)
def test_numbers_are_written_in_one_form_and_are_enough(
    *, typed: str, written: str | None, is_a_lot: bool
) -> None:
    assert (numbers_problem(typed) is None) == is_a_lot
    assert written is None or drawn_numbers(typed) == written


def test_a_lot_has_witnesses() -> None:
    assert witnesses_problem("El jurado") is None
    assert isinstance(witnesses_problem("  "), Problem)


@pytest.mark.parametrize(
    ("state", "session_acts", "presentation_acts"),
    [
        ("open", ("close",), ()),
        ("closed", ("reopen",), ()),
        ("waiting", (), ("begin", "postpone")),
        ("presenting", (), ("end", "undo")),
        ("done", (), ()),
    ],
)
def test_what_can_be_done_in_each_state(
    state: str, session_acts: tuple[str, ...], presentation_acts: tuple[str, ...]
) -> None:
    assert (HALL.available(state), PRESENTATION.available(state)) == (session_acts, presentation_acts)
