"""The invented group of the worked example fits any rules, and is scored by the function that scores real ones."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.contests.rules.rulebook import Criterion, Level, Phase, Rulebook
from contest_portal.contests.rules.templates import TEMPLATES
from contest_portal.scoring.rules.example import example_entry
from contest_portal.scoring.rules.totals import GroupScore, score_group
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.sheets import COMPUTED, SHARED, WEIGHTED, book_of


def worked(book: Rulebook, category: str = "IDEA") -> GroupScore:
    return score_group(example_entry(book, category), book)


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_template_has_an_example_that_ends_between_nothing_and_everything(code: str) -> None:
    book = TEMPLATES[code].rulebook

    for category in book.categories:
        total = worked(book, category.code).exact_total
        assert total is not None
        assert 0 < total < book.max_points_of(category.code)


def test_three_evaluators_mark_seven_eight_and_nine_tenths() -> None:
    phase = Phase("U", "Única", 100, (Criterion("A", "", "Mérito", 10, weight=10),))
    entry = example_entry(book_of(phase), "IDEA")

    assert [str(sheet.marks[0].mark) for sheet in entry.sheets] == ["7", "8", "9"]
    assert worked(book_of(phase)).exact_total == 80


def test_marks_stay_within_the_lowest_and_the_steps() -> None:
    phase = Phase("U", "Única", 10, (Criterion("A", "", "Mérito", 10, min_points=5),))

    # 5 + 3.5, 5 + 4 and 5 + 4.5, cut to the step
    assert [str(s.marks[0].mark) for s in example_entry(book_of(phase), "IDEA").sheets] == ["8", "9", "9"]
    assert [
        str(s.marks[0].mark) for s in example_entry(book_of(phase, marks_per_point=2), "IDEA").sheets
    ] == [
        "8.5",
        "9",
        "9.5",
    ]


def test_levels_are_levels_and_questions_are_answered_with_yes() -> None:
    levels = Criterion(
        "L", "", "Nivel", 15, scale="levels", levels=(Level(15, "a"), Level(10, "b"), Level(8, "c"))
    )
    phase = replace(COMPUTED, max_points=115, criteria=(*COMPUTED.criteria, levels))
    sheets = example_entry(book_of(phase), "IDEA").sheets

    assert [{g.criterion: g.mark.points for g in sheet.marks}["L"] for sheet in sheets] == [10, 15, 15]
    assert {given.mark.points for sheet in sheets for given in sheet.marks if given.criterion == "Q"} == {1}
    assert all(given.criterion != "W" for sheet in sheets for given in sheet.marks)


@pytest.mark.parametrize(
    ("phase", "sheets"), [(WEIGHTED, 4), (SHARED, 4), (PUBLIC, 3)], ids=lambda v: str(v)[:20]
)
def test_every_class_has_two_sheets(phase: Phase, sheets: int) -> None:
    entry = example_entry(book_of(phase, marks_per_point=10), "IDEA")

    assert len(entry.sheets) == sheets
    assert worked(book_of(phase, marks_per_point=10)).failed is None


def test_only_the_phases_of_the_category_are_in_the_example() -> None:
    running = replace(PUBLIC, code="RUN", categories=("MARCHA",))
    book = replace(RULEBOOK, phases=(FIELD, replace(PUBLIC, categories=("IDEA",)), running))

    assert {sheet.phase for sheet in example_entry(book, "MARCHA").sheets} == {"FIELD", "RUN"}
    assert worked(book, "MARCHA").exact_total == worked(book, "IDEA").exact_total
    assert worked(book).phase_mean("FIELD") == Fraction(40)
