"""Who may sit, and when a panel is complete."""

from dataclasses import replace

import pytest

from contest_portal.jury.rules.panel import GroupTie, PanelSeat, panel_problems, seat_problems
from tests.factories.contests import RULEBOOK

PRESIDENT = PanelSeat(1, "40000001", "Ana Quispe", "president", ("FIELD", "PUBLIC"))
MEMBER = PanelSeat(2, "40000002", "Luis Ramos", "member", ("FIELD", "PUBLIC"))
MINUTES = PanelSeat(3, "40000003", "Eva Soto", "secretary", ())


def found(seat: PanelSeat, *panel: PanelSeat, ties: tuple[GroupTie, ...] = ()) -> list[tuple[str, str]]:
    problems = seat_problems(seat, panel, ties, RULEBOOK)
    return [(problem.code, problem.field) for problem in problems if problem is not None]


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        (MEMBER, []),
        (MINUTES, []),
        (
            PanelSeat(2, "40000002", "Luis Ramos", "chief", ("FIELD",)),
            [("juror.position_unknown", "position")],
        ),
        (PanelSeat(2, "40000002", "Luis Ramos", "member", ()), [("juror.no_phase", "phases")]),
        (
            PanelSeat(2, "40000002", "Luis Ramos", "member", ("FIELD", "X")),
            [("juror.phase_unknown", "phases")],
        ),
        (PanelSeat(1, "40000009", "Ana Quispe", "member", ("FIELD",)), [("juror.already_seated", "email")]),
        (PanelSeat(9, "40000001", "Otra Ana", "member", ("FIELD",)), [("juror.already_seated", "email")]),
        (
            PanelSeat(9, "40000009", "Rita Paz", "president", ("FIELD",)),
            [("juror.second_president", "position")],
        ),
    ],
    ids=["member", "minutes", "position", "no phase", "phase", "same account", "same DNI", "president"],
)
def test_a_seat_is_checked_against_the_rules_and_the_panel(
    seat: PanelSeat, expected: list[tuple[str, str]]
) -> None:
    assert found(seat, PRESIDENT) == expected


def test_all_problems_of_a_seat_come_at_once() -> None:
    seat = PanelSeat(1, "40000001", "Ana Quispe", "president", ())

    assert [code for code, _ in found(seat, PRESIDENT)] == [
        "juror.no_phase",
        "juror.already_seated",
        "juror.second_president",
    ]


def test_a_member_of_an_entered_group_is_refused_with_the_evidence() -> None:
    problems = seat_problems(MEMBER, (), (GroupTie("Sumaq Kuy", is_member=True),), RULEBOOK)

    assert [p.text for p in problems if p] == [
        "Luis Ramos integra el grupo Sumaq Kuy según su DNI. No puede ser jurado de este concurso."
    ]


def test_the_representative_of_an_entered_group_is_refused() -> None:
    problems = seat_problems(MEMBER, (), (GroupTie("Sumaq Kuy", is_member=False),), RULEBOOK)

    assert [p.text for p in problems if p] == [
        "Luis Ramos representa al grupo Sumaq Kuy. No puede ser jurado de este concurso."
    ]


def test_a_panel_with_president_and_quorum_in_every_phase_lacks_nothing() -> None:
    assert list(panel_problems((PRESIDENT, MEMBER, MINUTES), RULEBOOK)) == []


def test_an_empty_panel_lacks_president_and_quorum_of_each_phase() -> None:
    assert [problem.text for problem in panel_problems((), RULEBOOK)] == [
        "El jurado no tiene presidente. Incorpore a una persona con ese cargo.",
        "Faltan jurados en la fase Evaluación de campo: hay 0 y el quórum es 2. Incorpore a otros.",
        "Faltan jurados en la fase Presentación pública: hay 0 y el quórum es 2. Incorpore a otros.",
    ]


def test_quorum_is_counted_phase_by_phase() -> None:
    field_only = PanelSeat(4, "40000004", "Iván Rojas", "member", ("FIELD",))

    assert [(p.code, p.params["phase"]) for p in panel_problems((PRESIDENT, field_only), RULEBOOK)] == [
        ("panel.below_quorum", "Presentación pública")
    ]


def test_who_is_absent_neither_presides_nor_counts_and_is_not_seated_again() -> None:
    away = replace(PRESIDENT, is_absent=True)
    new = PanelSeat(9, "40000009", "Rita Paz", "president", ("FIELD", "PUBLIC"))

    assert found(new, away) == []
    assert found(PRESIDENT, away) == [("juror.already_seated", "email")]
    assert [p.code for p in panel_problems((away, new), RULEBOOK)] == ["panel.below_quorum"] * 2
