"""What each part of the designer makes of a draft, saved or only looked at."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.contests.rules.draft_changes import (
    PhaseOutline,
    SheetOutline,
    with_calendar,
    with_categories,
    with_phases,
    with_scoring,
    with_sheet,
)
from contest_portal.contests.rules.rulebook import Category, Phase, ScoringRules, TieBreak, TieKind
from contest_portal.contests.rules.sheets import Weighting
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.sheets import ADVISER, AXES, JURY, SHARED, WEIGHTED, book_of


def outline(phase: Phase, **changes: object) -> PhaseOutline:
    kept = PhaseOutline(phase.code, phase.name, phase.max_points, phase.attendance_minimum, phase.code)
    return replace(kept, **changes)


def test_dates_alone_change() -> None:
    calendar = replace(RULEBOOK.calendar, results_on=RULEBOOK.calendar.public_on)

    assert with_calendar(RULEBOOK, calendar) == replace(RULEBOOK, calendar=calendar)


def test_money_and_envelopes_change_together() -> None:
    categories = (Category("UNICA", "Única", Money.soles(5_000)),)

    changed = with_categories(RULEBOOK, Money.soles(5_000), categories)

    assert changed == replace(RULEBOOK, fund=Money.soles(5_000), categories=categories)


def test_phases_that_are_kept_keep_all_of_their_sheet() -> None:
    book = book_of(WEIGHTED)

    (phase,) = with_phases(book, (outline(WEIGHTED, code="NUEVA", max_points=80),), 80).phases

    assert phase == replace(WEIGHTED, code="NUEVA", max_points=80)


@pytest.mark.parametrize(
    ("outlines", "phases"),
    [
        pytest.param((outline(PUBLIC), outline(FIELD)), (PUBLIC, FIELD), id="another order"),
        pytest.param((outline(FIELD),), (FIELD,), id="one left out"),
        pytest.param(
            (outline(FIELD, former_code=None),),
            (replace(FIELD, criteria=()),),
            id="a new one of an old code begins with an empty sheet",
        ),
        pytest.param(
            (outline(FIELD, attendance_minimum=None, categories=("IDEA",)),),
            (replace(FIELD, attendance_minimum=None, categories=("IDEA",)),),
            id="for one category, without attendance",
        ),
        pytest.param(
            (outline(FIELD, attendance_minimum=Fraction(3, 4)),),
            (replace(FIELD, attendance_minimum=Fraction(3, 4)),),
            id="another attendance",
        ),
    ],
)
def test_phases_follow_their_outlines(outlines: tuple[PhaseOutline, ...], phases: tuple[Phase, ...]) -> None:
    assert with_phases(RULEBOOK, outlines, 100).phases == phases


def test_a_tie_break_follows_its_phase_to_a_new_code() -> None:
    changed = with_phases(RULEBOOK, (outline(FIELD, code="CAMPO"), outline(PUBLIC)), 100)

    assert changed.scoring.tie_breaks[0] == TieBreak(TieKind.PHASE_SCORE, "CAMPO")
    assert changed.scoring.tie_breaks[1:] == RULEBOOK.scoring.tie_breaks[1:]


def test_a_sheet_is_set_with_its_weights_and_its_classes() -> None:
    sheet = SheetOutline(SHARED.criteria, Weighting.PERCENT, (JURY, ADVISER))

    changed = with_sheet(RULEBOOK, "PUBLIC", sheet)

    assert changed.phases == (
        FIELD,
        replace(PUBLIC, criteria=SHARED.criteria, weighting=Weighting.PERCENT, classes=(JURY, ADVISER)),
    )
    by_axes = SheetOutline(AXES.criteria, AXES.weighting, (), AXES.axis_shares)
    assert with_sheet(book_of(replace(AXES, axis_shares=())), "AXES", by_axes).phases == (AXES,)
    with pytest.raises(KeyError):
        with_sheet(RULEBOOK, "OTRA", sheet)


def test_scoring_leaves_what_the_phases_add_up_to() -> None:
    book = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, total_points=80))
    scoring = ScoringRules(pass_mark=Score(50, 0), quorum=1)

    assert with_scoring(book, scoring).scoring == replace(scoring, total_points=80)
