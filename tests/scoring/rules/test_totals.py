"""The scoring function: hand-worked cases."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.contests.rules.rulebook import Criterion, DecidesOn, Level, Phase
from contest_portal.kernel.marks import Mark, Score
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.rounding import Rounding
from contest_portal.scoring.rules.totals import (
    CountedSheet,
    CriterionMark,
    CriterionMean,
    GroupScore,
    PhaseAttendance,
    PhaseMean,
    deciding,
    score_group,
    sheet_points,
)
from tests.factories.contests import FIELD, RULEBOOK
from tests.scoring.entries import entry, field_sheet, public_sheet, sheet

ONE_PHASE = replace(
    RULEBOOK, phases=(Phase("ONLY", "Única", 100, (Criterion("A", "Eje", "Criterio", 100),)),)
)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_a_score_is_the_mean_of_the_field_sheets_plus_the_mean_of_the_public_sheets() -> None:
    scored = score_group(
        entry(
            field_sheet(1, 8, 7, 25),
            field_sheet(2, 9, 8, 24),
            public_sheet(1, 15, 8, 16),
            public_sheet(2, 18, 9, 17),
            public_sheet(3, 12, 7, 15),
        ),
        RULEBOOK,
    )

    assert scored == GroupScore(
        code="C-001",
        phase_means=(PhaseMean("FIELD", Fraction(81, 2), 2), PhaseMean("PUBLIC", Fraction(39), 3)),
        criterion_means=(
            CriterionMean("FIELD", "F1", Fraction(17, 2)),
            CriterionMean("FIELD", "F2", Fraction(15, 2)),
            CriterionMean("FIELD", "F3", Fraction(49, 2)),
            CriterionMean("PUBLIC", "P1", Fraction(15)),
            CriterionMean("PUBLIC", "P2", Fraction(8)),
            CriterionMean("PUBLIC", "P3", Fraction(16)),
        ),
        exact_total=Fraction(159, 2),
        total=Score(7950, 2),
        absence=None,
    )


def test_a_third_of_a_point_stays_exact_until_the_one_rounding() -> None:
    sheets = [sheet(juror, "ONLY", {"A": points}) for juror, points in ((1, 70), (2, 70), (3, 71))]

    scored = score_group(entry(*sheets, attendance=()), ONE_PHASE)

    assert (scored.exact_total, scored.total) == (Fraction(211, 3), Score(7033, 2))


@pytest.mark.parametrize(
    ("rounding", "decides_on", "printed", "compared"),
    [
        (Rounding.HALF_UP, DecidesOn.ROUNDED, Score(7000, 2), Fraction(70)),
        (Rounding.DOWN, DecidesOn.ROUNDED, Score(6999, 2), Fraction(6999, 100)),
        (Rounding.HALF_EVEN, DecidesOn.ROUNDED, Score(7000, 2), Fraction(70)),
        (Rounding.HALF_UP, DecidesOn.EXACT, Score(7000, 2), Fraction(13999, 200)),
    ],
)
def test_what_69_995_means_is_what_the_rules_declare(
    rounding: Rounding, decides_on: DecidesOn, printed: Score, compared: Fraction
) -> None:
    rules = replace(ONE_PHASE.scoring, marks_per_point=1000, rounding=rounding, decides_on=decides_on)
    rulebook = replace(ONE_PHASE, scoring=rules)
    scored = score_group(entry(sheet(1, "ONLY", {"A": 69_995}, per_point=1000), attendance=()), rulebook)

    assert scored.exact_total is not None
    assert (scored.total, deciding(scored.exact_total, rules)) == (printed, compared)


def test_a_mark_counts_as_often_as_its_criterion_weighs() -> None:
    phase = Phase(
        "W",
        "Ponderada",
        100,
        (Criterion("A", "", "Uno", 10, weight=3), Criterion("B", "", "Dos", 10, weight=7)),
    )

    assert sheet_points(sheet(1, "W", {"A": 5, "B": 10}), phase) == 85


def test_a_skipped_criterion_is_refused_and_not_taken_as_zero() -> None:
    with pytest.raises(Refused) as refusal:
        score_group(
            entry(sheet(1, "FIELD", {"F1": 8, "F3": 20}), public_sheet(1, 15, 8, 16)),
            RULEBOOK,
        )

    assert [(p.code, p.field) for p in refusal.value.problems] == [("sheet.criterion_skipped", "F2")]


def test_a_zero_that_was_given_counts_as_zero() -> None:
    scored = score_group(entry(field_sheet(1, 0, 0, 0), public_sheet(1, 20, 10, 20)), RULEBOOK)

    assert scored.exact_total == 50


def test_a_phase_without_any_sheet_is_not_scorable_and_names_group_and_phase() -> None:
    with pytest.raises(Refused) as refusal:
        score_group(entry(field_sheet(1, 8, 7, 25), code="C-007"), RULEBOOK)

    assert [p.text for p in refusal.value.problems] == [
        "El grupo C-007 no tiene ninguna ficha definitiva en Presentación pública. Pida a los jurados que terminen."
    ]


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (field_sheet(1, 11, 7, 25), "mark.out_of_range"),
        (field_sheet(1, 80, 70, 250, per_point=10), "mark.other_scale"),
        (sheet(1, "FIELD", {"F1": 1, "F2": 1, "F3": 1, "X": 1}), "mark.unknown_criterion"),
    ],
    ids=["over the maximum", "another scale", "unknown criterion"],
)
def test_a_mark_that_no_form_could_have_written_is_refused(bad: CountedSheet, expected: str) -> None:
    with pytest.raises(Refused) as refusal:
        score_group(entry(bad, public_sheet(1, 15, 8, 16)), RULEBOOK)

    assert set(codes(refusal)) == {expected}


def test_a_mark_between_fixed_levels_is_refused() -> None:
    levels = (Level(0, "Nada"), Level(5, "La mitad"), Level(10, "Todo"))
    criterion = Criterion("A", "", "Asistencia", 10, scale="levels", levels=levels)
    rulebook = replace(RULEBOOK, phases=(Phase("L", "Niveles", 10, (criterion,)),))

    with pytest.raises(Refused) as refusal:
        score_group(entry(sheet(1, "L", {"A": 7}), attendance=()), rulebook)

    assert codes(refusal) == ["mark.not_a_level"]


def test_two_sheets_of_one_juror_in_a_phase_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        score_group(
            entry(field_sheet(1, 8, 7, 25), field_sheet(1, 9, 7, 25), public_sheet(1, 15, 8, 16)), RULEBOOK
        )

    assert codes(refusal) == ["sheet.repeated"]


def test_attendance_that_nobody_recorded_is_asked_for() -> None:
    with pytest.raises(Refused) as refusal:
        score_group(entry(field_sheet(1, 8, 7, 25), public_sheet(1, 15, 8, 16), attendance=()), RULEBOOK)

    assert codes(refusal) == ["attendance.missing"]


@pytest.mark.parametrize(
    ("present", "households", "out"),
    [(2, 4, False), (1, 4, True), (2, 5, True), (3, 5, False), (3, 6, False), (0, 3, True)],
)
def test_only_strictly_less_than_half_of_the_households_disqualifies(
    present: int, households: int, *, out: bool
) -> None:
    attendance = (PhaseAttendance("FIELD", present, households),)
    scored = score_group(
        entry(field_sheet(1, 8, 7, 25), public_sheet(1, 15, 8, 16), attendance=attendance), RULEBOOK
    )

    expected = (None, None, attendance[0]) if out else (Fraction(79), Score(7900, 2), None)
    assert (scored.exact_total, scored.total, scored.absence) == expected


def test_a_disqualified_group_needs_no_sheets() -> None:
    scored = score_group(entry(attendance=(PhaseAttendance("FIELD", 1, 4),)), RULEBOOK)

    assert scored == GroupScore("C-001", (), (), None, None, PhaseAttendance("FIELD", 1, 4))


def test_sheet_points_refuse_nothing_and_add_what_is_there() -> None:
    assert sheet_points(CountedSheet(1, "FIELD", (CriterionMark("F1", Mark(15, 2)),)), FIELD) == Fraction(
        15, 2
    )
