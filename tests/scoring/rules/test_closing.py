"""What keeps the scoring from closing."""

import pytest

from contest_portal.scoring.rules.closing import GroupProgress, PhaseProgress, closing_problems

READY = PhaseProgress("Campo", may_score=3, final=2)


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        (READY, []),
        (PhaseProgress("Campo", may_score=3, final=3), []),
        (
            PhaseProgress("Campo", may_score=3, final=1),
            ["C-1: en Campo hay 1 de 3 fichas definitivas y el quórum es 2."],
        ),
        (PhaseProgress("Campo", may_score=3, final=1, quorum=1), []),
        (
            PhaseProgress("Campo", may_score=3, final=2, quorum=3),
            ["C-1: en Campo hay 2 de 3 fichas definitivas y el quórum es 3."],
        ),
        (
            PhaseProgress("Campo", may_score=1, final=1),
            ["C-1: en Campo, jurados que pueden calificar: 1; quórum: 2. Incorpore a otro jurado."],
        ),
        (
            PhaseProgress("Campo", may_score=3, final=2, unfinished=("Ana", "Luis")),
            ["C-1: en Campo hay fichas en borrador de Ana, Luis. Pídales que las hagan definitivas."],
        ),
        (
            PhaseProgress("Campo", may_score=3, final=2, attendance_missing=True),
            ["C-1: falta registrar la asistencia en Campo."],
        ),
        (
            PhaseProgress("Campo", may_score=3, final=2, recused=("Ana",)),
            ["C-1: en Campo hay fichas definitivas de quien después se abstuvo: Ana. Devuélvalas."],
        ),
        (
            PhaseProgress("Campo", may_score=3, final=2, waited_for=("Asesor", "Jurado")),
            [
                "C-1: en Campo falta una ficha definitiva de Asesor.",
                "C-1: en Campo falta una ficha definitiva de Jurado.",
            ],
        ),
    ],
    ids=[
        "quorum",
        "all",
        "below quorum",
        "own quorum",
        "below its own",
        "too few may",
        "drafts",
        "attendance",
        "recused",
        "classes",
    ],
)
def test_each_thing_missing_is_named(phase: PhaseProgress, expected: list[str]) -> None:
    assert [p.text for p in closing_problems([GroupProgress("C-1", (phase,))], 2)] == expected


def test_a_disqualified_group_needs_only_that_no_recused_sheet_stands() -> None:
    empty = PhaseProgress("Campo", may_score=3, final=0, unfinished=("Ana",), recused=("Luis",))

    problems = closing_problems([GroupProgress("C-1", (empty,), disqualified=True)], 2)

    assert [problem.code for problem in problems] == ["closing.recused_sheet"]


def test_groups_and_phases_come_in_their_order() -> None:
    empty = PhaseProgress("Campo", may_score=3, final=0)

    problems = closing_problems([GroupProgress("C-1", (READY, empty)), GroupProgress("C-2", (empty,))], 2)

    assert [problem.params["group"] for problem in problems] == ["C-1", "C-2"]
